/** What a shell reads once; from then on it asks the program itself. */
export const SCRIPTS: Readonly<Record<'bash' | 'zsh' | 'fish', string>> = {
  bash: `# tidegate: bash completion. Put this line in ~/.bashrc:  source <(tidegate completion bash)
_tidegate() {
  local line
  COMPREPLY=()
  while IFS= read -r line; do
    if [ "$line" = ":files" ]; then compopt -o default 2>/dev/null; else COMPREPLY+=("$(printf '%q' "$line")"); fi
  done < <(tidegate completion words -- "\${COMP_WORDS[@]:1:COMP_CWORD}" 2>/dev/null)
}
complete -F _tidegate tidegate
`,
  zsh: `#compdef tidegate
# tidegate: zsh completion. Put this line in ~/.zshrc, behind compinit:  source <(tidegate completion zsh)
_tidegate() {
  local -a found
  found=("\${(@f)$(tidegate completion words -- "\${(@)words[2,CURRENT]}" 2>/dev/null)}")
  if [[ "\${found[(r):files]}" == ":files" ]]; then _files; return; fi
  compadd -- \${found:#}
}
compdef _tidegate tidegate
`,
  fish: `# tidegate: fish completion. Run once:  tidegate completion fish > ~/.config/fish/completions/tidegate.fish
function __tidegate_words
  set -l words (commandline -opc) (commandline -ct)
  for word in (tidegate completion words -- $words[2..-1] 2>/dev/null)
    test "$word" = ":files"; and __fish_complete_path (commandline -ct); or echo $word
  end
end
complete -c tidegate -f -a '(__tidegate_words)'
`,
};
