#!/usr/bin/env bash
# A CA of the county's own, and a certificate for one name, where no other CA gives one:
#   deploy/make-certificates.sh report.example.gov.cn [FOLDER]
# FOLDER (default: certificates) then holds ca.crt (to be trusted by the browsers), ca.key (to be locked away),
# report.crt and report.key (for nginx).
set -euo pipefail
name=${1:?usage: deploy/make-certificates.sh NAME [FOLDER]}
folder=${2:-certificates}
umask 077
mkdir -p "$folder"
cd "$folder"
if [ ! -e ca.key ]; then
    openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 3650 -keyout ca.key -out ca.crt \
        -subj "/CN=Safety report CA" -addext "basicConstraints=critical,CA:TRUE" -addext "keyUsage=critical,keyCertSign,cRLSign"
fi
openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -keyout report.key -out report.csr -subj "/CN=$name"
openssl x509 -req -in report.csr -CA ca.crt -CAkey ca.key -CAcreateserial -days 825 -out report.crt -extfile <(
    printf 'subjectAltName=DNS:%s\nextendedKeyUsage=serverAuth\nbasicConstraints=CA:FALSE\nauthorityKeyIdentifier=keyid\n' "$name"
)
rm -f report.csr
chmod 644 ca.crt report.crt
