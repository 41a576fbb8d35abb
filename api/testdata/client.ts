// A client made from the description, held to its types: client.ts ENDPOINT SECRET
import createClient from "openapi-fetch";
import type { paths } from "./openapi.js";
declare const process: { argv: string[] };
const [endpoint, token] = process.argv.slice(2);
const client = createClient<paths>({ baseUrl: endpoint + "/api/v1", headers: { Authorization: "Bearer " + token } });
function same(what: string, got: unknown, want: unknown) {
  if (got !== want) throw new Error(`${what} is ${got}, not ${want}`);
}
const made = await client.POST("/customers", { body: { name: "Žluť", city: "Brno" } });
same("created", made.response.status, 201);
const id = made.data!.id;
const changed = await client.PATCH("/customers/{id}", { params: { path: { id }, header: { "If-Match": '"1"' } }, body: { city: null } });
same("city", changed.data!.city, null);
const stale = await client.PATCH("/customers/{id}", { params: { path: { id }, header: { "If-Match": '"1"' } }, body: { city: "x" } });
same("stale", stale.error!.code, "stale");
const list = await client.GET("/customers", { params: { query: { filter: 'name == "Žluť"', limit: 1 } } });
same("listed", list.data!.items[0].name, "Žluť");
const who = await client.POST("/routines/who_am_i");
same("who", typeof who.data!.account, "string");
same("deleted", (await client.DELETE("/customers/{id}", { params: { path: { id } } })).response.status, 204);
console.log("ok");
