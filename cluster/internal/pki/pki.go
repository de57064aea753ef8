package pki

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"flag"
	"os"
	"path/filepath"

	"k8s.io/client-go/tools/clientcmd"
	"k8s.io/client-go/tools/clientcmd/api"
)

// KubeletClientName is the name by which the API server introduces itself to kubelets.
const KubeletClientName = "kube-apiserver-kubelet-client"

// Run writes everything below --data: pki/ for the parts and kubeconfig for people. The authorities and the service
// account key are kept when they exist, so that issued tokens outlive a restart; the leaves are signed anew.
func Run(args []string) error {
	flags := flag.NewFlagSet("pki", flag.ContinueOnError)
	data := flags.String("data", "", "directory to write into")
	server := flags.String("server", "", "address of the API server, for the kubeconfigs")
	node := flags.String("node", "local-1", "name of the node the kubelet stand-in plays")
	if err := flags.Parse(args); err != nil {
		return err
	}
	dir := filepath.Join(*data, "pki")
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	if err := writeEtcd(dir); err != nil {
		return err
	}
	if err := writeServiceAccountKey(dir); err != nil {
		return err
	}
	ca, err := openAuthority(dir, "ca", "portico-cluster-ca")
	if err != nil {
		return err
	}
	local := []string{"127.0.0.1", "localhost"}
	parts := []leaf{
		{file: "apiserver", name: "kube-apiserver", hosts: append([]string{
			"10.0.0.1", "kubernetes", "kubernetes.default", "kubernetes.default.svc", "kubernetes.default.svc.cluster.local",
		}, local...)},
		{file: "apiserver-kubelet-client", name: KubeletClientName},
		{file: "part-serving", name: "portico-cluster-part", hosts: local},
		{file: "kubelet-serving", name: "system:node:" + *node, groups: []string{"system:nodes"}, hosts: append([]string{*node}, local...)},
	}
	for _, l := range parts {
		if _, _, err := ca.issue(l); err != nil {
			return err
		}
	}
	users := []leaf{
		{file: "kube-controller-manager", name: "system:kube-controller-manager"},
		{file: "kube-scheduler", name: "system:kube-scheduler"},
		{file: "kwok", name: "kwok", groups: []string{"system:masters"}},
		{file: "local-kubelet", name: "system:node:" + *node, groups: []string{"system:nodes"}},
		{file: "admin", name: "admin", groups: []string{"system:masters"}},
	}
	for _, user := range users {
		path := filepath.Join(dir, user.file+".kubeconfig")
		if user.file == "admin" {
			path = filepath.Join(*data, "kubeconfig")
		}
		if err := ca.writeKubeconfig(path, *server, user); err != nil {
			return err
		}
	}
	return nil
}

// writeEtcd gives etcd an authority of its own: a client certificate of the cluster must not open the store.
func writeEtcd(dir string) error {
	ca, err := openAuthority(dir, "etcd-ca", "portico-cluster-etcd-ca")
	if err != nil {
		return err
	}
	if _, _, err := ca.issue(leaf{file: "etcd", name: "etcd", hosts: []string{"127.0.0.1", "localhost"}}); err != nil {
		return err
	}
	_, _, err = ca.issue(leaf{file: "etcd-client", name: "kube-apiserver"})
	return err
}

func writeServiceAccountKey(dir string) error {
	private := filepath.Join(dir, "sa.key")
	if _, err := os.Stat(private); err == nil {
		return nil
	}
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		return err
	}
	keyPEM, err := encodeKey(key)
	if err != nil {
		return err
	}
	der, err := x509.MarshalPKIXPublicKey(&key.PublicKey)
	if err != nil {
		return err
	}
	public := pem.EncodeToMemory(&pem.Block{Type: "PUBLIC KEY", Bytes: der})
	if err := os.WriteFile(filepath.Join(dir, "sa.pub"), public, 0o600); err != nil {
		return err
	}
	return os.WriteFile(private, keyPEM, 0o600)
}

// writeKubeconfig issues a client certificate and writes a kubeconfig that holds it, complete in one file.
func (a *authority) writeKubeconfig(path, server string, user leaf) error {
	cert, key, err := a.issue(user)
	if err != nil {
		return err
	}
	config := api.NewConfig()
	config.Clusters["portico"] = &api.Cluster{Server: server, CertificateAuthorityData: a.pem}
	config.AuthInfos[user.file] = &api.AuthInfo{ClientCertificateData: cert, ClientKeyData: key}
	config.Contexts["portico"] = &api.Context{Cluster: "portico", AuthInfo: user.file}
	config.CurrentContext = "portico"
	return clientcmd.WriteToFile(*config, path)
}
