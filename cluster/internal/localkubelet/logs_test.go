package localkubelet

import (
	"bytes"
	"context"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	corev1 "k8s.io/api/core/v1"
	"k8s.io/cri-client/pkg/logs"
	"k8s.io/utils/ptr"
)

func writtenLog(t *testing.T, output string) (*worker, *container) {
	t.Helper()
	w, c := &worker{logDir: t.TempDir()}, newContainer(&corev1.Container{Name: "runner"})
	log, err := openLog(w.logFile(c))
	if err != nil {
		t.Fatal(err)
	}
	log.copy("stdout", io.NopCloser(strings.NewReader(output)))
	if err := log.Close(); err != nil {
		t.Fatal(err)
	}
	return w, c
}

func TestLogGivesBackWhatWasWrittenLongLinesIncluded(t *testing.T) {
	output := "first\n\n" + strings.Repeat("x", 3*logLine+7) + "\nno newline at the end"
	w, c := writtenLog(t, output)
	var read bytes.Buffer
	if err := w.readLog(context.Background(), c, &logs.LogOptions{}, &read); err != nil {
		t.Fatal(err)
	}
	if read.String() != output+"\n" {
		t.Errorf("%d bytes came back of %d", read.Len(), len(output))
	}
}

func TestLogIsInTheFormatOfContainerRuntimes(t *testing.T) {
	w, c := writtenLog(t, "hello world\n")
	line, err := os.ReadFile(filepath.Join(w.logDir, "runner.log"))
	if err != nil {
		t.Fatal(err)
	}
	fields := strings.SplitN(string(line), " ", 4)
	if _, err := time.Parse(time.RFC3339Nano, fields[0]); err != nil || fields[1] != "stdout" || fields[2] != "F" || fields[3] != "hello world\n" {
		t.Errorf("%q, %v", line, err)
	}
	if got := w.logTail(c); got != "hello world\n" {
		t.Errorf("tail: %q", got)
	}
}

func TestLogOptionsReadTheQueryAndRefuseNonsense(t *testing.T) {
	now := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	got, err := logOptions(url.Values{
		"follow": {"true"}, "timestamps": {"true"}, "tailLines": {"7"}, "limitBytes": {"99"}, "sinceSeconds": {"5"}, "previous": {"true"},
	}, now)
	if err != nil || !got.Follow || !got.Timestamp || ptr.Deref(got.TailLines, 0) != 7 || ptr.Deref(got.LimitBytes, 0) != 99 || !got.Since.Equal(now.Add(-5*time.Second)) {
		t.Errorf("%+v, %v", got, err)
	}
	for name, text := range map[string]string{"follow": "maybe", "tailLines": "-1", "limitBytes": "x", "sinceTime": "yesterday"} {
		if _, err := logOptions(url.Values{name: {text}}, now); err == nil {
			t.Errorf("%s=%s was accepted", name, text)
		}
	}
}
