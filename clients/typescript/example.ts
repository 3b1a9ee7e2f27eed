import { createClient } from "./client.js";

const { API = "http://localhost:8080", TENANT = "", EMAIL = "", PASSWORD = "" } = process.env;
const session = await createClient(API).POST("/api/v1/auth/login", { body: { tenant: TENANT, email: EMAIL, password: PASSWORD } });
if (session.error) throw new Error(session.error.detail);
const api = createClient(API, session.data.accessToken);
const worker = await api.POST("/api/v1/workers", { body: { code: "TS-1", name: "Mei" }, params: { header: { "Idempotency-Key": crypto.randomUUID() } } });
console.log(worker.data ? `Created worker ${worker.data.id}` : `${worker.error?.reason}: ${worker.error?.detail}`);
