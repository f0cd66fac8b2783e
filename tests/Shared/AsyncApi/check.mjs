// Reads {"documents":[{"name","text","checks":[{"id","schema","json"}]}]} from a file. Prints, per document, what the official parser
// complains about, and the ids of the checks whose JSON is valid under its schema, by draft-07 and by 2020-12.
import { readFileSync } from "node:fs";
import { Parser } from "@asyncapi/parser";
import Ajv from "ajv";
import Ajv2020 from "ajv/dist/2020.js";
import formats from "ajv-formats";

const bits = { int8: 7, int16: 15, int32: 31, int64: 63, int128: 127, uint8: 8, uint16: 16, uint32: 32, uint64: 64, uint128: 128 };

function validator(Type) {
  const ajv = new Type({ strict: false, allErrors: false, validateSchema: true });
  formats(ajv);
  for (const [name, size] of Object.entries(bits)) {
    const signed = name.startsWith("i");
    ajv.addFormat(name, { type: "number", validate: n => Number.isInteger(n) && n <= 2 ** size && n >= (signed ? -(2 ** size) : 0) });
  }
  for (const name of ["float16", "float", "double", "decimal"]) ajv.addFormat(name, { type: "number", validate: () => true });
  ajv.addFormat("iri-reference", true);
  ajv.addFormat("version", /^\d+\.\d+(\.\d+){0,2}$/);
  ajv.addFormat("timespan", /^-?(\d+\.)?\d\d:\d\d:\d\d(\.\d{1,7})?$/);
  return ajv;
}

const results = [];
for (const document of JSON.parse(readFileSync(process.argv[2], "utf8")).documents) {
  const { document: parsed, diagnostics } = await new Parser().parse(document.text);
  // 3.0.0 is written on purpose: its tools are more widespread than those of 3.1.
  const problems = diagnostics.filter(found => found.severity <= 1 || found.code !== "asyncapi-latest-version")
    .map(found => `${found.path.join("/")}: ${found.message} (${found.code})`);
  if (!parsed && problems.length === 0) problems.push("it was not parsed");
  const { components } = JSON.parse(document.text);
  const valid = [];
  const validators = [validator(Ajv), validator(Ajv2020)];
  for (const ajv of validators) ajv.addSchema({ $id: "document.json", components });
  const compiled = new Map();
  for (const { id, schema, json } of document.checks) {
    const key = JSON.stringify(schema);
    const absolute = JSON.parse(key.replaceAll('"$ref":"#/', '"$ref":"document.json#/'));
    if (!compiled.has(key)) compiled.set(key, validators.map(ajv => ajv.compile(absolute)));
    let value;
    try {
      value = JSON.parse(json);
    } catch {
      continue;
    }
    const verdicts = compiled.get(key).map(validate => validate(value));
    if (verdicts[0] !== verdicts[1]) problems.push(`${id}: draft-07 says ${verdicts[0]}, 2020-12 says ${verdicts[1]}`);
    if (verdicts[0]) valid.push(id);
  }
  results.push({ name: document.name, problems, valid });
}
console.log(JSON.stringify(results));
