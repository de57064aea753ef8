import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type LiveEvent, shareStream } from "./stream.ts";

/** The browser's, as far as it is used; `all` are those that are open. */
class FakeSource extends EventTarget {
  static readonly CLOSED = 2;
  static all: FakeSource[] = [];
  readyState = 0;
  onopen?: () => void;
  onerror?: () => void;
  readonly url: string;
  constructor(url: string) {
    super();
    this.url = url;
    FakeSource.all.push(this);
    setTimeout(() => this.onopen?.());
  }
  close() {
    FakeSource.all = FakeSource.all.filter((source) => source !== this);
  }
  send(event: LiveEvent) {
    this.dispatchEvent(new MessageEvent("change", { data: JSON.stringify(event) }));
  }
}

beforeEach(() => {
  FakeSource.all = [];
  vi.stubGlobal("EventSource", FakeSource);
  vi.stubGlobal("document", Object.assign(new EventTarget(), { visibilityState: "visible" }));
});
afterEach(() => {
  vi.unstubAllGlobals();
});

/** A tab, with what it hears. */
function tab(url: string) {
  const heard: string[] = [];
  const refused = vi.fn();
  const close = shareStream(url, {
    change: ({ topic }) => heard.push(topic),
    resync: () => heard.push("resync"),
    connection: (now) => heard.push(now),
    refused,
  });
  return { heard, refused, close };
}

test("tabs of one address share one stream, and each hears all of it", async () => {
  const tabs = [tab("/one"), tab("/one"), tab("/one")];
  for (const { heard } of tabs) await vi.waitFor(() => expect(heard.at(-1)).toBe("open"));
  expect(FakeSource.all.map(({ url }) => url)).toEqual(["/one"]);
  FakeSource.all[0]?.send({ topic: "sessions" });
  for (const { heard } of tabs) await vi.waitFor(() => expect(heard.at(-1)).toBe("sessions"));
  const late = tab("/one");
  await vi.waitFor(() => expect(late.heard).toEqual(["open"]));
  const other = tab("/two");
  await vi.waitFor(() => expect(FakeSource.all.map(({ url }) => url)).toEqual(["/one", "/two"]));
  for (const { close } of [...tabs, late, other]) close();
});

test("when the tab that has the stream goes, the next one opens it, and all are told that something may be missed", async () => {
  const [first, second, third] = [tab("/three"), tab("/three"), tab("/three")];
  for (const { heard } of [first, second, third]) await vi.waitFor(() => expect(heard.at(-1)).toBe("open"));
  const before = FakeSource.all[0];
  for (const { heard } of [second, third]) heard.length = 0;
  first.close();
  for (const { heard } of [second, third])
    await vi.waitFor(() => expect(heard).toEqual(["connecting", "open"]));
  expect(FakeSource.all).toHaveLength(1);
  expect(FakeSource.all[0]).not.toBe(before);
  second.close();
  third.close();
  await vi.waitFor(() => expect(FakeSource.all).toEqual([]));
});

test("a refusal reaches every tab", async () => {
  vi.stubGlobal("fetch", async () => new Response(null, { status: 404 }));
  const tabs = [tab("/four"), tab("/four")];
  for (const { heard } of tabs) await vi.waitFor(() => expect(heard.at(-1)).toBe("open"));
  FakeSource.all[0]?.dispatchEvent(new Event("ended"));
  for (const { refused } of tabs) await vi.waitFor(() => expect(refused).toHaveBeenCalledOnce());
  for (const { close } of tabs) close();
});

test("a tab has its own stream while the one that should share is silent, and gives it up when it speaks", async () => {
  const asleep = new BroadcastChannel("live /six");
  const wake = Promise.withResolvers<void>();
  void navigator.locks.request("live /six", () => wake.promise);
  const reader = tab("/six");
  await vi.waitFor(() => expect(reader.heard.at(-1)).toBe("open"), { timeout: 10_000 });
  expect(FakeSource.all).toHaveLength(1);
  asleep.postMessage(["connection", "open"]);
  await vi.waitFor(() => expect(FakeSource.all).toEqual([]));
  wake.resolve();
  await vi.waitFor(() => expect(FakeSource.all).toHaveLength(1));
  reader.close();
  asleep.close();
});

test("without locks each tab has its own stream", async () => {
  vi.stubGlobal("navigator", {});
  const tabs = [tab("/five"), tab("/five")];
  expect(FakeSource.all).toHaveLength(2);
  for (const { close } of tabs) close();
});
