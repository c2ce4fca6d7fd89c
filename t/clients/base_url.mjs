// base_url.mjs - loaded before a program that has Cal.com's address written into it: its requests go
// to SLOTD_URL. SPDX-License-Identifier: MIT
import axios from "axios";

axios.interceptors.request.use((request) => ({
    ...request,
    url: request.url.replace("https://api.cal.com", process.env.SLOTD_URL),
}));
