import { type KubeObject, kindOf } from "#lib/infra/kube/objects.ts";

/** The parts of Jobs and Pods that a session's status is read from. */
export interface Job extends KubeObject {
  spec?: Record<string, unknown>;
  status?: {
    startTime?: string;
    completionTime?: string;
    active?: number;
    failed?: number;
    conditions?: {
      type: string;
      status: string;
      reason?: string;
      message?: string;
      lastTransitionTime?: string;
    }[];
  };
}

export interface ContainerState {
  waiting?: { reason?: string; message?: string };
  running?: { startedAt?: string };
  terminated?: {
    exitCode: number;
    signal?: number;
    reason?: string;
    message?: string;
    startedAt?: string;
    finishedAt?: string;
  };
}

export interface Pod extends KubeObject {
  spec?: { nodeName?: string; activeDeadlineSeconds?: number };
  status?: {
    phase?: "Pending" | "Running" | "Succeeded" | "Failed" | "Unknown";
    reason?: string;
    message?: string;
    startTime?: string;
    conditions?: { type: string; status: string; reason?: string; message?: string }[];
    containerStatuses?: { name: string; state?: ContainerState; lastState?: ContainerState }[];
  };
}

export const jobs = kindOf<Job>("batch/v1", "Job", "jobs");
export const pods = kindOf<Pod>("v1", "Pod", "pods");
