// initializer.js - what the page shows, and how. SPDX-License-Identifier: MIT
SwaggerUIBundle({
    url: "/openapi.json",
    dom_id: "#page",
    deepLinking: true,
    tryItOutEnabled: true,
    displayRequestDuration: true,
    // a description that is not public is no stranger's business
    validatorUrl: null,
});
