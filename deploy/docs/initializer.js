// initializer.js - what the page shows, and how. SPDX-License-Identifier: MIT
SwaggerUIBundle({
    urls: [
        { name: "all", url: "/openapi.json" },
        { name: "Cal.com v2", url: "/openapi.json?dialect=cal" },
        { name: "booking links", url: "/openapi.json?dialect=links" },
        { name: "appointments", url: "/openapi.json?dialect=appointments" },
        { name: "vCita", url: "/openapi.json?dialect=vcita" },
    ],
    dom_id: "#page",
    // with a choice of the document at the top
    presets: [SwaggerUIBundle.presets.apis, SwaggerUIStandalonePreset],
    layout: "StandaloneLayout",
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    // a description that is not public is no stranger's business
    validatorUrl: null,
});
