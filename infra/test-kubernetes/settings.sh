#!/usr/bin/env bash
# What the programs of a test Kubernetes are started with, of which each start makes its own: certificate, token, KUBECONFIG,
# the kubelet's configuration, and how the machine was set before. For kubernetes.sh.
set -euo pipefail

[ $# = 2 ] || { echo "usage: $0 FOLDER KUBELET-ADDRESS" >&2; exit 2; }
folder=$1 address=$2
umask 077

# One certificate is all: of the API server, of it again where it asks the kubelet; its key also signs service accounts' tokens.
openssl req -x509 -newkey rsa:2048 -nodes -days 3650 -subj /CN=test-kubernetes -addext subjectAltName=IP:127.0.0.1 \
  -keyout "$folder/key.pem" -out "$folder/cert.pem"
token=$(openssl rand -hex 24)
echo "$token,admin,admin,system:masters" >"$folder/tokens.csv"
# A file, since arguments are seen by everybody on the machine.
echo "Authorization: Bearer $token" >"$folder/authorization"
cat >"$folder/kubeconfig" <<END
apiVersion: v1
kind: Config
current-context: test
clusters:
  - name: test
    cluster: { server: 'https://127.0.0.1:17443', certificate-authority-data: $(base64 -w0 "$folder/cert.pem") }
users:
  - name: admin
    user: { token: $token }
contexts:
  - name: test
    context: { cluster: test, user: admin }
END

# Images of this machine are somebody's: however full the disk is, the kubelet neither deletes them nor evicts pods.
cat >"$folder/kubelet.yaml" <<END
apiVersion: kubelet.config.k8s.io/v1beta1
kind: KubeletConfiguration
address: $address
port: 17250
healthzPort: 0
authentication: { anonymous: { enabled: false }, webhook: { enabled: false }, x509: { clientCAFile: $folder/cert.pem } }
authorization: { mode: AlwaysAllow }
cgroupDriver: $(docker info --format '{{.CgroupDriver}}')
cgroupsPerQOS: false
enforceNodeAllocatable: []
failSwapOn: false
makeIPTablesUtilChains: false
imageGCHighThresholdPercent: 100
evictionHard: { nodefs.available: '0%' }
END

# The kubelet sets these for the whole machine; the end of the cluster sets them back.
sysctl --ignore vm.overcommit_memory vm.panic_on_oom kernel.panic kernel.panic_on_oops kernel.keys.root_maxkeys \
  kernel.keys.root_maxbytes net.bridge.bridge-nf-call-iptables >"$folder/sysctl" || true
