package localkubelet

import (
	"context"
	"runtime"
	"time"

	coordinationv1 "k8s.io/api/coordination/v1"
	corev1 "k8s.io/api/core/v1"
	apierrors "k8s.io/apimachinery/pkg/api/errors"
	metav1 "k8s.io/apimachinery/pkg/apis/meta/v1"
	"k8s.io/component-base/version"
	"k8s.io/klog/v2"
	"k8s.io/utils/ptr"
)

const (
	leaseSeconds   = 40
	leaseInterval  = 10 * time.Second
	statusInterval = 5 * time.Minute
)

// keepNode registers the node and keeps it Ready: a lease every ten seconds, its status every five minutes.
func (k *kubelet) keepNode(ctx context.Context) {
	var reported time.Time
	for {
		wait := leaseInterval
		if time.Since(reported) >= statusInterval {
			if err := k.reportNode(ctx); err != nil {
				klog.ErrorS(err, "Reporting the node")
				wait = 100 * time.Millisecond
			} else {
				reported = time.Now()
			}
		}
		if err := k.renewLease(ctx); err != nil {
			klog.ErrorS(err, "Renewing the node's lease")
			wait = min(wait, retryInterval)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
		}
	}
}

func (k *kubelet) reportNode(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	nodes := k.client.CoreV1().Nodes()
	node, err := nodes.Get(ctx, k.node, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		node, err = nodes.Create(ctx, &corev1.Node{ObjectMeta: metav1.ObjectMeta{
			Name: k.node,
			Labels: map[string]string{
				corev1.LabelHostname:   k.node,
				corev1.LabelOSStable:   runtime.GOOS,
				corev1.LabelArchStable: runtime.GOARCH,
			},
		}}, metav1.CreateOptions{})
	}
	if err != nil {
		return err
	}
	node.Status = k.nodeStatus(node.Status.Conditions, metav1.Now())
	_, err = nodes.UpdateStatus(ctx, node, metav1.UpdateOptions{})
	return err
}

func (k *kubelet) nodeStatus(before []corev1.NodeCondition, now metav1.Time) corev1.NodeStatus {
	resources := corev1.ResourceList{
		corev1.ResourceCPU: k.cpu, corev1.ResourceMemory: k.memory, corev1.ResourcePods: k.pods,
	}
	since := func(kind corev1.NodeConditionType, status corev1.ConditionStatus) metav1.Time {
		for _, c := range before {
			if c.Type == kind && c.Status == status {
				return c.LastTransitionTime
			}
		}
		return now
	}
	condition := func(kind corev1.NodeConditionType, status corev1.ConditionStatus, reason, message string) corev1.NodeCondition {
		return corev1.NodeCondition{
			Type: kind, Status: status, Reason: reason, Message: message,
			LastHeartbeatTime: now, LastTransitionTime: since(kind, status),
		}
	}
	return corev1.NodeStatus{
		Capacity:    resources,
		Allocatable: resources,
		Conditions: []corev1.NodeCondition{
			condition(corev1.NodeMemoryPressure, corev1.ConditionFalse, "KubeletHasSufficientMemory", "kubelet has sufficient memory available"),
			condition(corev1.NodeDiskPressure, corev1.ConditionFalse, "KubeletHasNoDiskPressure", "kubelet has no disk pressure"),
			condition(corev1.NodePIDPressure, corev1.ConditionFalse, "KubeletHasSufficientPID", "kubelet has sufficient PID available"),
			condition(corev1.NodeReady, corev1.ConditionTrue, "KubeletReady", "the kubelet's stand-in is posting ready status"),
		},
		Addresses: []corev1.NodeAddress{
			{Type: corev1.NodeInternalIP, Address: "127.0.0.1"},
			{Type: corev1.NodeHostName, Address: k.node},
		},
		DaemonEndpoints: corev1.NodeDaemonEndpoints{KubeletEndpoint: corev1.DaemonEndpoint{Port: int32(k.port)}},
		NodeInfo: corev1.NodeSystemInfo{
			KubeletVersion:          version.Get().GitVersion,
			ContainerRuntimeVersion: "local-process://1",
			OperatingSystem:         runtime.GOOS,
			Architecture:            runtime.GOARCH,
		},
	}
}

func (k *kubelet) renewLease(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, callTimeout)
	defer cancel()
	leases := k.client.CoordinationV1().Leases(corev1.NamespaceNodeLease)
	now := ptr.To(metav1.NowMicro())
	lease, err := leases.Get(ctx, k.node, metav1.GetOptions{})
	if apierrors.IsNotFound(err) {
		_, err = leases.Create(ctx, &coordinationv1.Lease{
			ObjectMeta: metav1.ObjectMeta{Name: k.node},
			Spec: coordinationv1.LeaseSpec{
				HolderIdentity: ptr.To(k.node), LeaseDurationSeconds: ptr.To[int32](leaseSeconds), RenewTime: now,
			},
		}, metav1.CreateOptions{})
		return err
	}
	if err != nil {
		return err
	}
	lease.Spec.RenewTime = now
	_, err = leases.Update(ctx, lease, metav1.UpdateOptions{})
	return err
}
