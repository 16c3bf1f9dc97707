// The words of a finding in the language of the app; where it has none, the server's own.
import { t } from "../../lib/text.js";

function said(key, values, otherwise) {
  const text = t(key, values);
  return text === key ? otherwise : text;
}

export function wordsOf(finding) {
  const { code, values = {} } = finding;
  const key = (part) => `doctor.codes.${code}.${part}`;
  return {
    title: said(key("title"), values, finding.title),
    cause: said(key("cause"), values, finding.cause),
    advice: finding.advice.map((otherwise, at) => said(key(`advice${at + 1}`), values, otherwise)),
    fix: finding.fix && { title: said(key("fix"), values, finding.fix.title), changes: said(key("changes"), values, finding.fix.changes) },
  };
}
