export default {
  cms: { input: "./schema.json", output: { target: "./orval/cms.ts", client: "fetch", baseUrl: process.env.CMS_URL } },
};
