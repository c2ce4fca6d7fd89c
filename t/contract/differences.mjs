// differences.mjs - what keeps data from fitting a schema, told by the nearest of its choices.
// SPDX-License-Identifier: MIT
import Ajv from "ajv";
import add_formats from "ajv-formats";

const shown = 80;
const choices = ["oneOf", "anyOf"];

function text_of(value) {
    const text = JSON.stringify(value) ?? "nothing";

    return text.length > shown ? `${text.slice(0, shown)}...` : text;
}

const sentences = {
    additionalProperties: (error) => `has the unknown field ${error.params.additionalProperty}`,
    propertyNames: (error) => `has the unknown field ${error.params.propertyName}`,
    required: (error) => `lacks the field ${error.params.missingProperty}`,
    const: (error) => `is ${text_of(error.data)}, not ${text_of(error.schema)}`,
    enum: (error) => `is ${text_of(error.data)}, none of ${text_of(error.schema)}`,
};

function sentence(error) {
    const tell = sentences[error.keyword] ?? (() => `${error.message}: ${text_of(error.data)}`);

    return tell(error);
}

// A branch's differences stand where its choice stands or below.
function is_of_branch(error, choice) {
    if (error.instancePath === choice.instancePath) {
        return !choices.includes(error.keyword);
    }
    return error.instancePath.startsWith(`${choice.instancePath}/`);
}

// The branch that was meant: one of the data's own type, then the one with the fewest differences.
function distance(faults) {
    const is_other_type = faults.some((fault) => fault.place === "" && fault.keyword === "type");

    return faults.length + (is_other_type ? 1000 : 0);
}

// Makes a function of a schema and data that lists their differences as texts. `root` holds what
// the schemas refer to: {definitions} or {components}.
export function schema_reader(root) {
    const ajv = new Ajv({ allErrors: true, verbose: true, strict: false });
    const compiled = new WeakMap();

    add_formats(ajv);

    function validator(schema) {
        if (!compiled.has(schema)) {
            compiled.set(schema, ajv.compile({ ...root, ...schema }));
        }
        return compiled.get(schema);
    }

    function faults_of_choice(choice) {
        const place = choice.instancePath;

        if (choice.params.passingSchemas) {
            return [{ place, keyword: choice.keyword, text: "fits more than one shape" }];
        }
        return choice.schema
            .map((branch) => faults_of(branch, choice.data))
            .reduce((best, each) => (distance(each) < distance(best) ? each : best))
            .map((fault) => ({ ...fault, place: place + fault.place }));
    }

    function faults_of(schema, data) {
        const validate = validator(schema);

        if (validate(data)) {
            return [];
        }
        // what is said about a name is said again by propertyNames
        const errors = validate.errors.filter((error) => error.propertyName === undefined);
        const chosen = errors.filter((error) => choices.includes(error.keyword));
        const outer = chosen.filter((one) => !chosen.some((other) => is_of_branch(one, other)));
        const plain = errors.filter(
            (error) =>
                !choices.includes(error.keyword) && !outer.some((one) => is_of_branch(error, one)),
        );

        return [
            ...plain.map((error) => ({
                place: error.instancePath,
                keyword: error.keyword,
                text: sentence(error),
            })),
            ...outer.flatMap(faults_of_choice),
        ];
    }

    return (schema, data) =>
        faults_of(schema, data).map(({ place, text }) => `${place || "/"} ${text}`);
}

// Makes a function of a schema and data that tells whether they fit and not why: much quicker.
export function schema_judge(root) {
    const ajv = new Ajv({ strict: false });
    const compiled = new WeakMap();

    add_formats(ajv);
    ajv.addSchema({ ...root, $id: "root" });
    return (schema, data) => {
        if (!compiled.has(schema)) {
            const text = JSON.stringify(schema).replaceAll('"#/', '"root#/');

            compiled.set(schema, ajv.compile(JSON.parse(text)));
        }
        return compiled.get(schema)(data);
    };
}
