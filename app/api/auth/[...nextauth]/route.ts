import { publicRoute } from "#lib/domain/access/route.ts";
import { signInRoute } from "#lib/domain/identity/sign-in.ts";

const handle = publicRoute<{ nextauth: string[] }>((request, params, requestId) =>
  signInRoute(request, { params: Promise.resolve(params) }, requestId),
);

export { handle as GET, handle as POST };
