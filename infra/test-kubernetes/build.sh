#!/usr/bin/env bash
# Builds the programs of Kubernetes from Debian 12's own source package, as FOLDER/bin. For kubernetes.sh, which keeps them.
set -euo pipefail

[ $# = 1 ] || { echo "usage: $0 FOLDER" >&2; exit 2; }
folder=$(realpath "$1")
tree=$folder/go/src/k8s.io/kubernetes
mkdir -p "$folder/lists/partial" "$folder/cache/archives/partial" "$folder/pause" "$tree"

# shellcheck disable=SC2016 # apt's own placeholder
mirror=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' 'Origin: Debian' 'Codename: bookworm' | sed -n 1p)
[ -n "$mirror" ] || { echo 'apt knows no mirror of Debian 12 (bookworm): is this Debian 12, and has it seen apt-get update?' >&2; exit 1; }
# Lists of its own: the machine's know no sources, and stay as they are.
echo "deb-src [signed-by=/usr/share/keyrings/debian-archive-keyring.gpg] $mirror bookworm main" >"$folder/sources.list"
own=(-qq -o "Dir::Etc::SourceList=$folder/sources.list" -o Dir::Etc::SourceParts=/dev/null
  -o "Dir::State::Lists=$folder/lists" -o "Dir::Cache=$folder/cache" -o Acquire::http::Timeout=60 -o Acquire::Retries=3)
cd "$folder"
apt-get "${own[@]}" update
apt-get "${own[@]}" source --download-only kubernetes golang-github-modern-go-reflect2

tar -xzf kubernetes_*.orig.tar.gz -C "$tree" --strip-components=1
# The reflect2 of this release does not know the maps of Go 1.19; Debian's is newer and does.
reflection=$tree/vendor/github.com/modern-go/reflect2
rm -r "$reflection" && mkdir "$reflection"
tar -xzf golang-github-modern-go-reflect2_*.orig.tar.gz -C "$reflection" --strip-components=1

export GOPATH=$folder/go GOCACHE=$folder/go-cache GO111MODULE=off CGO_ENABLED=0 GOFLAGS=
# A tenth less work for the compiler, which is a program in Go itself, for some more memory.
export GOGC=400
cd "$tree"
# To be spared when memory runs out takes a capability (CAP_SYS_RESOURCE) that root of a sandbox may lack.
sed -i -E 's/= -99[0-9]$/= 0/' pkg/kubelet/dockershim/docker_sandbox.go pkg/kubelet/qos/policy.go
# Of a pod that is deleted, this kubelet may remove a container before it has told how it ended, and then never tells, which
# happens on a busy machine: it tells first now.
tell='if removeAll \&\& syncedPod.DeletionTimestamp != nil { kl.statusManager.SetPodStatus(syncedPod, apiPodStatus) }'
sed -i "/^\t*removeAll = eviction\.PodIsEvicted/a $tell" pkg/kubelet/kubelet.go
grep -qF 'SetPodStatus(syncedPod,' pkg/kubelet/kubelet.go

# The API server does not start without descriptions of all that it serves. They are not in the source, but made from it.
vendored=k8s.io/kubernetes/vendor machinery=k8s.io/kubernetes/vendor/k8s.io/apimachinery/pkg
described=$(grep -rl --include=doc.go '+k8s:openapi-gen=true' \
  staging/src/k8s.io/{api,apimachinery,apiextensions-apiserver,kube-aggregator} | xargs dirname | sed "s#^staging/src#$vendored#")
go build -o "$folder/openapi-gen" ./vendor/k8s.io/kube-openapi/cmd/openapi-gen
"$folder/openapi-gen" --input-dirs "${described//$'\n'/,},$machinery/runtime,$machinery/util/intstr,$machinery/api/resource" \
  --output-package k8s.io/kubernetes/pkg/generated/openapi --go-header-file /dev/null --report-filename /dev/null

# Clients ask for the version, which a build without git does not know. What speaks with clouds is a good part of the time.
version=$vendored/k8s.io/component-base/version
go build -tags providerless -o "$folder/bin/" \
  -ldflags "-s -w -X $version.gitVersion=v1.20.2 -X $version.gitMajor=1 -X $version.gitMinor=20" \
  ./cmd/{kube-apiserver,kube-controller-manager,kube-scheduler,kubelet}

# What holds a pod's network while its containers come and go; the usual image of it is in a registry, and none is asked here.
cat >"$folder/pause/main.go" <<'GO'
package main

import (
	"os"
	"os/signal"
	"syscall"
)

func main() {
	end := make(chan os.Signal, 1)
	signal.Notify(end, syscall.SIGTERM, syscall.SIGINT)
	<-end
}
GO
go build -ldflags '-s -w' -o "$folder/bin/pause" "$folder/pause/main.go"
