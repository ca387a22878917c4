// A real OpenID Connect provider with three people, for the integration tests: node openid_provider.mjs PORT CALLBACK
import { createRequire } from "node:module";
import { createServer } from "node:http";

const [port, callback, modules] = process.argv.slice(2);
const { Provider } = await import(createRequire(`${modules}/`).resolve("oidc-provider"));
const PEOPLE = {
  zhang: { roles: ["report-admins"] },
  li: { roles: ["report-clerks"], townships: ["999901003"] },
  stranger: { roles: ["canteen"] },
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: "report", token_endpoint_auth_method: "none", redirect_uris: [callback],
    grant_types: ["authorization_code"], response_types: ["code"],
  }],
  pkce: { required: () => true },
  claims: { openid: ["sub", "preferred_username", "roles", "townships"] },
  conformIdTokenClaims: false,
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, preferred_username: id, ...PEOPLE[id] }) }),
  loadExistingGrant: async (context) => {
    const grant = new context.oidc.provider.Grant({
      accountId: context.oidc.session.accountId, clientId: context.oidc.client.clientId,
    });
    grant.addOIDCScope("openid profile");
    await grant.save();
    return grant;
  },
  cookies: { keys: ["for tests alone"] },
});

const handle = provider.callback();
createServer(async (request, response) => {
  if (!request.url.startsWith("/interaction/")) return handle(request, response);
  if (request.method === "GET") {
    response.setHeader("content-type", "text/html");
    return response.end('<form method="post"><input name="who"><button>go</button></form>');
  }
  let body = "";
  for await (const part of request) body += part;
  const who = new URLSearchParams(body).get("who");
  await provider.interactionFinished(request, response, { login: { accountId: who } });
}).listen(Number(port), "127.0.0.1", () => console.log("ready"));
