import { AwsV4Signer } from "aws4fetch";
import { z } from "zod";
import { type Api, good, type ProbeOf, type Reply, StageFailure, type TestCause } from "./probe.ts";

/** AWS names the error in a header, and says by 403 both that it does not know a key and that a key may not. */
function awsCause({ headers, text, status }: Reply): TestCause | undefined {
  const named = `${headers["x-amzn-errortype"] ?? ""} ${text}`;
  if (
    /UnrecognizedClient|InvalidSignature|IncompleteSignature|InvalidClientTokenId|ExpiredToken|security token/.test(
      named,
    )
  )
    return "refused";
  if (/Throttling|ServiceQuotaExceeded|TooManyTokens/.test(named)) return "limited";
  if (/don't have access to the model|ModelNotReady/.test(named)) return "model";
  if (/AccessDenied/.test(named)) return "rights";
  return status === 404 ? "model" : undefined;
}

const listed = z.object({ modelSummaries: z.array(z.object({ modelId: z.string() })) });

export const probeBedrock: ProbeOf<"bedrock"> = ({ accessKeyId, region, model }, values, { urls }) => {
  const domain = region.startsWith("cn-") ? "amazonaws.com.cn" : "amazonaws.com";
  const at = (service: string) => new URL(urls.bedrock ?? `https://${service}.${region}.${domain}`);
  const ask = async (api: Api, path: string, json?: object) => {
    const body = json && JSON.stringify(json);
    const signed = await new AwsV4Signer({
      method: body ? "POST" : "GET",
      url: api.urlOf(path).href,
      headers: body ? { "content-type": "application/json" } : {},
      body,
      accessKeyId,
      secretAccessKey: values["secret-access-key"] ?? "",
      sessionToken: values["session-token"],
      service: "bedrock",
      region,
    }).sign();
    return api.ask(path, {
      method: body ? "POST" : "GET",
      headers: Object.fromEntries(signed.headers),
      body,
    });
  };
  const call = async (api: Api) => {
    const json = {
      messages: [{ role: "user", content: [{ text: "." }] }],
      inferenceConfig: { maxTokens: 1 },
    };
    const reply = await ask(api, `/model/${encodeURIComponent(model ?? "")}/converse`, json);
    // A model that does not exist here, and one that does not converse, are invalid there.
    good(reply, z.unknown(), (bad) => awsCause(bad) ?? (bad.status === 400 ? "model" : undefined));
  };
  return {
    url: at("bedrock"),
    configured: true,
    async signIn({ api }) {
      const reply = await ask(api, "/foundation-models");
      const { modelSummaries } = good(reply, listed, (bad) =>
        bad.status === 404 ? "foreign" : awsCause(bad),
      );
      if (modelSummaries.length === 0 && !model)
        throw new StageFailure("model", `The region ${region} offers no model.`, 200);
    },
    ...(model && { quota: async ({ open }) => call(await open(at("bedrock-runtime"), true)) }),
  };
};
