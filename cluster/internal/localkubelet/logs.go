package localkubelet

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"sync"
	"time"

	internalapi "k8s.io/cri-api/pkg/apis"
	runtimeapi "k8s.io/cri-api/pkg/apis/runtime/v1"
	"k8s.io/cri-client/pkg/logs"
	"k8s.io/utils/ptr"
)

// logLine is the longest piece of output written as one line, as container runtimes have it. A longer line is written
// in parts, which readers join.
const logLine = 16 << 10

// logFile is a container's log in the CRI format: <time> <stream> <F for a full line, P for a part> <text>.
type logFile struct {
	mu   sync.Mutex
	file *os.File
}

func openLog(path string) (*logFile, error) {
	file, err := os.OpenFile(path, os.O_CREATE|os.O_WRONLY|os.O_APPEND, 0o600)
	if err != nil {
		return nil, err
	}
	return &logFile{file: file}, nil
}

func (l *logFile) Close() error { return l.file.Close() }

// copy writes a stream's lines until it ends, and closes it.
func (l *logFile) copy(stream string, from io.ReadCloser) {
	defer from.Close()
	reader := bufio.NewReaderSize(from, logLine)
	for {
		text, err := reader.ReadSlice('\n')
		full := bytes.HasSuffix(text, []byte{'\n'})
		if len(text) > 0 {
			l.write(stream, bytes.TrimSuffix(text, []byte{'\n'}), full || !errors.Is(err, bufio.ErrBufferFull))
		}
		if err != nil && !errors.Is(err, bufio.ErrBufferFull) {
			return
		}
	}
}

func (l *logFile) write(stream string, text []byte, full bool) {
	tag := "P"
	if full {
		tag = "F"
	}
	var line bytes.Buffer
	fmt.Fprintf(&line, "%s %s %s ", time.Now().UTC().Format(time.RFC3339Nano), stream, tag)
	line.Write(text)
	line.WriteByte('\n')
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = l.file.Write(line.Bytes())
}

// liveness answers the one question the kubelet's log reader asks its runtime: may the log still grow?
type liveness struct {
	internalapi.RuntimeService
	c *container
}

func (l liveness) ContainerStatus(context.Context, string, bool) (*runtimeapi.ContainerStatusResponse, error) {
	state := runtimeapi.ContainerState_CONTAINER_EXITED
	if l.c.logging.Load() {
		state = runtimeapi.ContainerState_CONTAINER_RUNNING
	}
	return &runtimeapi.ContainerStatusResponse{Status: &runtimeapi.ContainerStatus{State: state}}, nil
}

// readLog writes the container's log with the kubelet's own reader, which knows how to follow, tail and join parts.
func (w *worker) readLog(ctx context.Context, c *container, options *logs.LogOptions, to io.Writer) error {
	return logs.ReadLogs(ctx, w.logFile(c), c.spec.Name, options, liveness{c: c}, to, to)
}

// logTail is the end of the log for a termination message: at most 80 lines and 2048 bytes.
func (w *worker) logTail(c *container) string {
	var tail bytes.Buffer
	if err := w.readLog(context.Background(), c, &logs.LogOptions{TailLines: ptr.To[int64](80)}, &tail); err != nil {
		return ""
	}
	text := tail.Bytes()
	return string(text[max(0, len(text)-2048):])
}
