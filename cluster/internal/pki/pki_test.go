package pki

import (
	"bytes"
	"crypto/x509"
	"encoding/pem"
	"os"
	"path/filepath"
	"testing"
)

func TestASecondRunKeepsWhatOthersHoldTokensAndTrustOf(t *testing.T) {
	dir := t.TempDir()
	kept := []string{"pki/ca.crt", "pki/ca.key", "pki/etcd-ca.crt", "pki/sa.key", "pki/sa.pub"}
	before := map[string][]byte{}
	for range 2 {
		if err := Run([]string{"--data", dir, "--server", "https://127.0.0.1:6443"}); err != nil {
			t.Fatal(err)
		}
		for _, name := range kept {
			data, err := os.ReadFile(filepath.Join(dir, name))
			if err != nil {
				t.Fatal(err)
			}
			if before[name] != nil && !bytes.Equal(before[name], data) {
				t.Errorf("%s changed", name)
			}
			before[name] = data
		}
	}
}

func TestACertificateOfTheClusterDoesNotOpenTheStore(t *testing.T) {
	dir := t.TempDir()
	if err := Run([]string{"--data", dir, "--server", "https://127.0.0.1:6443"}); err != nil {
		t.Fatal(err)
	}
	read := func(name string) *x509.Certificate {
		data, err := os.ReadFile(filepath.Join(dir, "pki", name))
		if err != nil {
			t.Fatal(err)
		}
		block, _ := pem.Decode(data)
		cert, err := x509.ParseCertificate(block.Bytes)
		if err != nil {
			t.Fatal(err)
		}
		return cert
	}
	trust := x509.NewCertPool()
	trust.AddCert(read("etcd-ca.crt"))
	options := x509.VerifyOptions{Roots: trust, KeyUsages: []x509.ExtKeyUsage{x509.ExtKeyUsageClientAuth}}
	if _, err := read("etcd-client.crt").Verify(options); err != nil {
		t.Errorf("the API server's own certificate: %v", err)
	}
	if _, err := read("admin.crt").Verify(options); err == nil {
		t.Error("the administrator's certificate is trusted by the store")
	}
}
