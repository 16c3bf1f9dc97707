#include "web/install_page.h"

#include "base/percent.h"
#include "web/form.h"
#include "web/plain_page.h"

namespace platen::web {

namespace {

std::string label(const Json& guide, const char* name) {
  return text_in(guide.value("words", Json::object()), name);
}

// Markup takes ends of lines for spaces, so that each line is a text of its own.
Markup lines(std::string_view command) {
  Markup all;
  while (!command.empty()) {
    const auto end = command.find('\n');
    all += text(command.substr(0, end));
    if (end == std::string_view::npos) break;
    all += element("br", {});
    command.remove_prefix(end + 1);
  }
  return all;
}

Markup file_link(const Json& step) {
  return element("p", {},
                 {element("a", {{"class", "button"}, {"href", text_in(step, "file")}},
                          {text(text_in(step, "label"))})});
}

Markup one_step(const Json& step) {
  if (step.contains("command"))
    return element("pre", {{"tabindex", "0"}},
                   {element("code", {}, {lines(text_in(step, "command"))})});
  if (step.contains("file") && !step.contains("text")) return file_link(step);
  return element("p", {}, {text(text_in(step, "text"))});
}

Markup steps(const Json& all) {
  Markup out;
  for (const Json& step : all)
    out += one_step(step);
  return out;
}

Markup section(const Json& guide, const char* name) {
  const Json& all = list_in(guide, name);
  if (all.empty()) return {};
  return element("section", {}, {element("h2", {}, {text(label(guide, name))}), steps(all)});
}

Markup notes(const Json& guide) {
  Markup out;
  for (const Json& note : list_in(guide, "notes")) {
    const char* const kind = text_in(note, "kind") == "warn" ? "problem" : "note";
    out += element("div", {{"class", kind}},
                   {element("p", {}, {text(text_in(note, "text"))}),
                    note.contains("file") ? file_link(note) : Markup()});
  }
  return out;
}

// The first is the one step; the others are folded away behind it.
Markup ways(const Json& guide) {
  Markup first, others;
  for (const Json& way : list_in(guide, "ways")) {
    const Markup content = steps(list_in(way, "steps"));
    const Markup title = text(text_in(way, "title"));
    if (first.html().empty())
      first += element("section", {{"class", "first"}}, {element("h2", {}, {title}), content});
    else
      others += element("details", {}, {element("summary", {}, {title}), content});
  }
  if (!others.html().empty())
    first +=
        element("section", {}, {element("h2", {}, {text(label(guide, "other-ways"))}), others});
  return first;
}

// "/install?printer=X&system=Y", of what is not empty.
std::string address(const std::string& printer, const std::string& system) {
  std::string query;
  if (!printer.empty()) query += "?printer=" + percent_encoded(printer);
  if (!system.empty()) query += (query.empty() ? "?" : "&") + ("system=" + percent_encoded(system));
  return "/install" + query;
}

Markup choice(const std::string& href, const std::string& words, bool chosen) {
  Attributes attributes{{"href", href}};
  if (chosen) attributes.emplace_back("aria-current", "true");
  return element("li", {}, {element("a", std::move(attributes), {text(words)})});
}

Markup systems(const Json& guide) {
  Markup items;
  const std::string printer = text_in(guide, "printer");
  for (const Json& one : list_in(guide, "systems"))
    items += choice(address(printer, text_in(one, "id")), text_in(one, "name"),
                    one.value("chosen", false));
  return element("nav", {{"aria-labelledby", "systems"}},
                 {element("h2", {{"id", "systems"}}, {text(label(guide, "systems-title"))}),
                  element("ul", {{"class", "choices"}}, {items})});
}

// The one that was chosen, if it is not the visitor's own.
std::string other_system(const Json& guide) {
  for (const Json& one : list_in(guide, "systems"))
    if (one.value("chosen", false) && !one.value("own", false)) return text_in(one, "id");
  return {};
}

Markup printers(const Json& guide) {
  const Json& all = list_in(guide, "printers");
  if (all.empty()) return element("p", {{"class", "note"}}, {text(label(guide, "no-printers"))});
  if (all.size() == 1) return {};
  const std::string system = other_system(guide);
  Markup items =
      choice(address("", system), label(guide, "all-printers"), text_in(guide, "printer").empty());
  for (const Json& one : all)
    items += choice(address(text_in(one, "name"), system), text_in(one, "title"),
                    one.value("chosen", false));
  return element("nav", {{"aria-label", label(guide, "for")}},
                 {element("ul", {{"class", "choices"}}, {items})});
}

Markup code(const Json& guide) {
  const std::string printer = text_in(guide, "printer");
  return element(
      "section", {},
      {element("h2", {}, {text(label(guide, "qr"))}),
       element("p", {}, {text(label(guide, "qr-words"))}),
       element(
           "p", {},
           {element("img",
                    {{"src", "/install/qr.svg" +
                                 (printer.empty() ? "" : "?printer=" + percent_encoded(printer))},
                     {"alt", label(guide, "qr-label")},
                     {"width", "240"},
                     {"height", "240"}})}),
       element("p", {}, {element("code", {}, {text(text_in(guide, "address"))})})});
}

std::string system_name(const Json& guide) {
  for (const Json& one : list_in(guide, "systems"))
    if (one.value("chosen", false)) return text_in(one, "name");
  return {};
}

} // namespace

Markup install_page(const install::Json& guide, const std::string& seen) {
  const std::string title = label(guide, "title");
  const Markup body = element(
      "main", {{"class", "install"}},
      {element("h1", {}, {text(title)}), element("p", {}, {text(label(guide, "lead"))}),
       printers(guide), notes(guide),
       element("p", {{"class", "system"}}, {element("strong", {}, {text(system_name(guide))})}),
       ways(guide), section(guide, "check"),
       element(
           "p",
           {{"class", guide.value("seen", Json()).is_null() ? "note" : "done"}, {"role", "status"}},
           {text(seen)}),
       section(guide, "trouble"), section(guide, "scan"), systems(guide), code(guide),
       element("p", {},
               {element("a", {{"href", "/#/install"}}, {text(label(guide, "app"))}), text(" "),
                element("a", {{"href", "/plain/"}}, {text(label(guide, "plain"))})})});
  return whole_page(text_in(guide, "language"), title + " - platen", body);
}

} // namespace platen::web
