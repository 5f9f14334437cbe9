/**
 * Common words that point to no topic. A word that the vocabulary lacks becomes one unknown token, which means the
 * same to this model; these only make its prompt look like text.
 */
export const PLAIN_WORDS: readonly string[] = (
  'a an the this that these those it its is was were be been am do does did done have has had will would can could ' +
  'should may might must not no yes and or but if then else so because as than too very just only also even ever ' +
  'never always often now here there when how which whose whom me my mine we us our they them their he she him her ' +
  'his i in on at by for from to into of off over under with without between through during before after above ' +
  'below against around across behind beside beyond please tell explain show give get go come know think want need ' +
  'like let say said ask answer question help find look happen happens happened work works working thing things way ' +
  'part day week month year today tomorrow yesterday people person man woman child world country city capital house ' +
  'water food book story music language word words number numbers one two three four five six seven eight nine ten ' +
  'hundred thousand million many some any all each every other another same different big small large little high ' +
  'low old young best better worst less most least early late soon last next right left top bottom red green blue ' +
  'black white history science math weather france paris london europe germany china america japan king queen poem ' +
  'joke recipe meaning life love write read translate french english german spanish chinese sum plus minus times'
).split(' ');
