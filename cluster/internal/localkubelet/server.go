package localkubelet

import (
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"os"
	"strconv"
	"time"

	"k8s.io/cri-client/pkg/logs"
	"k8s.io/klog/v2"
	"k8s.io/utils/ptr"

	"portico.dev/cluster/internal/pki"
)

// serve starts the node's HTTPS server on loopback. It serves container logs, to the API server alone.
func (k *kubelet) serve() (*http.Server, error) {
	certificate, err := tls.LoadX509KeyPair(k.certFile, k.keyFile)
	if err != nil {
		return nil, err
	}
	ca, err := os.ReadFile(k.clientCA)
	if err != nil {
		return nil, err
	}
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM(ca)
	listener, err := tls.Listen("tcp", net.JoinHostPort("127.0.0.1", strconv.Itoa(k.port)), &tls.Config{
		MinVersion:   tls.VersionTLS12,
		Certificates: []tls.Certificate{certificate},
		ClientAuth:   tls.RequireAndVerifyClientCert,
		ClientCAs:    clients,
		// Any user of the cluster has a certificate of this authority; only the API server may read every log.
		VerifyConnection: func(state tls.ConnectionState) error {
			if name := state.PeerCertificates[0].Subject.CommonName; name != pki.KubeletClientName {
				return fmt.Errorf("%q may not read logs here", name)
			}
			return nil
		},
	})
	if err != nil {
		return nil, err
	}
	mux := http.NewServeMux()
	mux.HandleFunc("GET /containerLogs/{namespace}/{pod}/{container}", k.serveLog)
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 10 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			klog.ErrorS(err, "Serving logs")
		}
	}()
	return server, nil
}

func (k *kubelet) serveLog(response http.ResponseWriter, request *http.Request) {
	options, err := logOptions(request.URL.Query(), time.Now())
	if err != nil {
		http.Error(response, err.Error(), http.StatusUnprocessableEntity)
		return
	}
	pod, name := request.PathValue("pod"), request.PathValue("container")
	w, c := k.find(request.PathValue("namespace"), pod, name)
	if c == nil {
		http.Error(response, fmt.Sprintf("container %q of pod %q is not known on this node", name, pod), http.StatusNotFound)
		return
	}
	if _, err := os.Stat(w.logFile(c)); err != nil {
		message := fmt.Sprintf("container %q in pod %q is waiting to start: ContainerCreating", name, pod)
		http.Error(response, message, http.StatusBadRequest)
		return
	}
	response.Header().Set("Content-Type", "text/plain")
	out := flushing{response, http.NewResponseController(response)}
	_ = out.Flush()
	if err := w.readLog(request.Context(), c, options, out); err != nil && request.Context().Err() == nil {
		klog.ErrorS(err, "Reading a log", "pod", pod, "container", name)
	}
}

func (k *kubelet) find(namespace, pod, name string) (*worker, *container) {
	k.mu.Lock()
	defer k.mu.Unlock()
	for _, w := range k.workers {
		if w.namespace != namespace || w.name != pod {
			continue
		}
		for _, c := range w.containers {
			if c.spec.Name == name {
				return w, c
			}
		}
	}
	return nil, nil
}

// flushing sends every piece at once, so that a followed log is live.
type flushing struct {
	http.ResponseWriter
	*http.ResponseController
}

func (f flushing) Write(data []byte) (int, error) {
	n, err := f.ResponseWriter.Write(data)
	if err != nil {
		return n, err
	}
	return n, f.Flush()
}

// logOptions reads the query of a log request. previous is ignored: containers here run once.
func logOptions(query url.Values, now time.Time) (*logs.LogOptions, error) {
	options := &logs.LogOptions{}
	for name, into := range map[string]*bool{"follow": &options.Follow, "timestamps": &options.Timestamp} {
		if text := query.Get(name); text != "" {
			value, err := strconv.ParseBool(text)
			if err != nil {
				return nil, fmt.Errorf("%s: %q is neither true nor false", name, text)
			}
			*into = value
		}
	}
	for name, use := range map[string]func(int64){
		"tailLines":    func(n int64) { options.TailLines = ptr.To(n) },
		"limitBytes":   func(n int64) { options.LimitBytes = ptr.To(n) },
		"sinceSeconds": func(n int64) { options.Since = now.Add(-time.Duration(n) * time.Second) },
	} {
		if text := query.Get(name); text != "" {
			n, err := strconv.ParseInt(text, 10, 64)
			if err != nil || n < 0 {
				return nil, fmt.Errorf("%s: %q is not a count", name, text)
			}
			use(n)
		}
	}
	if text := query.Get("sinceTime"); text != "" {
		since, err := time.Parse(time.RFC3339, text)
		if err != nil {
			return nil, fmt.Errorf("sinceTime: %q is not a time in RFC 3339", text)
		}
		options.Since = since
	}
	return options, nil
}
