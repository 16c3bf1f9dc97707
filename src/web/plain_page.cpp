#include "web/plain_page.h"

#include <algorithm>
#include <array>

namespace platen::web {

namespace {

// The buttons of a job, in their order.
constexpr std::array<std::string_view, 3> actions{"hold", "release", "cancel"};

// The job's number goes into a path: it is a number, or nothing.
std::string number_of(const Json& object, const char* name) {
  const auto found = object.is_object() ? object.find(name) : object.end();
  if (!object.is_object() || found == object.end() || !found->is_number_integer()) return {};
  return std::to_string(found->get<std::int64_t>());
}

Markup hidden(const std::string& name, const std::string& value) {
  return element("input", {{"type", "hidden"}, {"name", name}, {"value", value}});
}

Markup csrf_of(const PlainView& view) {
  const std::string csrf = text_in(view.session, "csrf");
  return csrf.empty() ? Markup() : hidden("csrf", csrf);
}

Markup button(const std::string& label, const std::string& about = {}) {
  Attributes attributes{{"type", "submit"}};
  if (!about.empty()) attributes.emplace_back("aria-label", label + ": " + about);
  return element("button", std::move(attributes), {text(label)});
}

Markup heading(const std::string& words) {
  return element("h2", {}, {text(words)});
}

std::string supplies_in_words(const Json& printer) {
  std::string all;
  for (const Json& supply : list_in(printer, "supplies")) {
    const std::string name = text_in(supply, "name");
    const std::string percent = number_of(supply, "percent");
    if (name.empty()) continue;
    all += (all.empty() ? "" : ", ") + name + (percent.empty() ? "" : " " + percent + " %");
  }
  return all;
}

Markup printer_row(const Json& printer, const Catalogue& words) {
  const std::string name = text_in(printer, "printer-name");
  const std::string info = text_in(printer, "printer-info");
  const std::string state = text_in(printer, "printer-state");
  std::string says = words.known("state." + state, state);
  if (!flag_in(printer, "printer-is-accepting-jobs")) says += "; " + words("printers.takes-none");
  const std::string message = text_in(printer, "printer-state-message");
  if (!message.empty()) says += ": " + message;
  const std::string place = text_in(printer, "printer-location");
  const std::string supplies = supplies_in_words(printer);
  return element(
      "tr", {},
      {element("th", {{"scope", "row"}}, {text(name)}),
       element(
           "td", {},
           {text(info.empty() || info == name ? text_in(printer, "printer-make-and-model") : info),
            text(place.empty() ? "" : ", " + place)}),
       element("td", {}, {text(says)}), element("td", {}, {text(supplies)}),
       element("td", {}, {text(number_of(printer, "queued-job-count"))})});
}

Markup printers(const PlainView& view, const Catalogue& words) {
  if (!view.printers.is_array() || view.printers.empty())
    return element("p", {}, {text(words("printers.none"))});
  Markup head;
  for (const char* column : {"name", "about", "state", "supplies", "jobs"})
    head += element("th", {{"scope", "col"}}, {text(words("printers." + std::string(column)))});
  Markup rows;
  for (const Json& printer : view.printers)
    rows += printer_row(printer, words);
  return element("table", {},
                 {element("thead", {}, {element("tr", {}, {head})}), element("tbody", {}, {rows})});
}

// Where the server does not say what the caller may do, what makes sense is offered, and refused if
// need be.
bool can(const Json& job, std::string_view action) {
  if (job.contains("can")) {
    const Json& all = list_in(job, "can");
    return std::ranges::any_of(all, [&](const Json& one) { return one == action; });
  }
  const std::string state = text_in(job, "job-state");
  if (action == "release") return state == "pending-held";
  if (action == "hold") return state == "pending";
  return state == "pending" || state == "pending-held" || state == "processing" ||
         state == "processing-stopped";
}

Markup job_buttons(const Json& job, const PlainView& view, const Catalogue& words) {
  const std::string number = number_of(job, "job-id");
  Markup all;
  if (number.empty()) return all;
  for (const std::string_view action : actions)
    if (can(job, action))
      all += element(
          "form",
          {{"method", "post"}, {"action", "/plain/jobs/" + number + "/" + std::string(action)}},
          {csrf_of(view), button(words("jobs." + std::string(action)), number)});
  return all;
}

Markup job_row(const Json& job, const PlainView& view, const Catalogue& words) {
  const std::string state = text_in(job, "job-state");
  std::string message = text_in(job, "job-state-message");
  if (message == state) message.clear(); // nobody has said more
  return element("tr", {},
                 {element("th", {{"scope", "row"}}, {text(number_of(job, "job-id"))}),
                  element("td", {}, {text(text_in(job, "job-name"))}),
                  element("td", {}, {text(text_in(job, "job-originating-user-name"))}),
                  element("td", {}, {text(text_in(job, "printer-name"))}),
                  element("td", {},
                          {text(words.known("job-state." + state, state) +
                                (message.empty() ? "" : ": " + message))}),
                  element("td", {}, {job_buttons(job, view, words)})});
}

Markup jobs(const PlainView& view, const Catalogue& words) {
  if (!view.jobs.is_array()) return element("p", {}, {text(words("jobs.log-in"))});
  if (view.jobs.empty()) return element("p", {}, {text(words("jobs.none"))});
  Markup head;
  for (const char* column : {"number", "title-of", "user", "printer", "state", "actions"})
    head += element("th", {{"scope", "col"}}, {text(words("jobs." + std::string(column)))});
  Markup rows;
  for (const Json& job : view.jobs)
    rows += job_row(job, view, words);
  return element("table", {},
                 {element("thead", {}, {element("tr", {}, {head})}), element("tbody", {}, {rows})});
}

Markup labelled(const std::string& id, const std::string& label, const Markup& field) {
  return element("p", {}, {element("label", {{"for", id}}, {text(label)}), text(" "), field});
}

Markup print_form(const PlainView& view, const Catalogue& words) {
  if (!view.printers.is_array() || view.printers.empty()) return {};
  Markup names;
  for (const Json& printer : view.printers) {
    const std::string name = text_in(printer, "printer-name");
    Attributes attributes{{"value", name}};
    if (flag_in(printer, "default")) attributes.emplace_back("selected", "");
    names += element("option", std::move(attributes), {text(name)});
  }
  Markup sides = element("option", {{"value", ""}}, {text(words("print.sides-default"))});
  for (const char* value : {"one-sided", "two-sided-long-edge", "two-sided-short-edge"})
    sides += element("option", {{"value", value}}, {text(words("print." + std::string(value)))});
  // The fields come before the files: what they say is known when those come.
  return element(
      "form", {{"method", "post"}, {"action", "/plain/print"}, {"enctype", "multipart/form-data"}},
      {csrf_of(view),
       labelled("printer", words("print.printer"),
                element("select", {{"name", "printer"}, {"id", "printer"}}, {names})),
       labelled("copies", words("print.copies"),
                element("input", {{"type", "number"},
                                  {"name", "copies"},
                                  {"id", "copies"},
                                  {"value", "1"},
                                  {"min", "1"},
                                  {"max", "999"}})),
       labelled("sides", words("print.sides"),
                element("select", {{"name", "sides"}, {"id", "sides"}}, {sides})),
       labelled("document", words("print.document"),
                element("input", {{"type", "file"},
                                  {"name", "document"},
                                  {"id", "document"},
                                  {"multiple", ""},
                                  {"required", ""}})),
       element("p", {}, {button(words("print.send"))})});
}

Markup login(const PlainView& view, const Catalogue& words) {
  const std::string user = text_in(view.session, "user");
  const std::string csrf = text_in(view.session, "csrf");
  if (!user.empty()) {
    const Markup name = element("p", {}, {text(words("login.as") + " " + user)});
    if (csrf.empty()) return name; // by what the browser itself sends
    return element("form", {{"method", "post"}, {"action", "/plain/logout"}},
                   {name, csrf_of(view), button(words("login.out"))});
  }
  if (!flag_in(view.session, "log-in-possible"))
    return element("p", {},
                   {text(words("login.needs-tls") + " "),
                    element("a", {{"href", "https://" + view.host + "/plain/"}},
                            {text("https://" + view.host + "/plain/")})});
  return element("form", {{"method", "post"}, {"action", "/plain/login"}},
                 {labelled("user", words("login.user"),
                           element("input", {{"name", "user"},
                                             {"id", "user"},
                                             {"autocomplete", "username"},
                                             {"required", ""}})),
                  labelled("password", words("login.password"),
                           element("input", {{"type", "password"},
                                             {"name", "password"},
                                             {"id", "password"},
                                             {"autocomplete", "current-password"},
                                             {"required", ""}})),
                  element("p", {}, {button(words("login.send"))})});
}

} // namespace

std::string message_of(const Json& error, const std::string& otherwise) {
  const auto found = error.is_object() ? error.find("error") : error.end();
  const std::string words =
      error.is_object() && found != error.end() ? text_in(*found, "message") : std::string();
  return words.empty() ? otherwise : words;
}

Markup plain_page(const PlainView& view, const Catalogue& words) {
  Markup note;
  if (!view.problem.empty())
    note += element("p", {{"class", "problem"}, {"role", "alert"}}, {text(view.problem)});
  else if (flag_in(view.session, "expired"))
    note += element("p", {{"class", "problem"}, {"role", "alert"}}, {text(words("login.expired"))});
  if (!view.done.empty())
    note +=
        element("p", {{"class", "done"}, {"role", "status"}}, {text(words("done." + view.done))});
  const Markup body =
      element("main", {},
              {element("h1", {}, {text("platen")}), note,
               element("p", {},
                       {element("a", {{"href", "/plain/"}}, {text(words("refresh"))}), text(" "),
                        element("a", {{"href", "/"}}, {text(words("app"))}), text(" "),
                        element("a", {{"href", "/install"}}, {text(words("install"))})}),
               heading(words("printers.title")), printers(view, words),
               heading(words("jobs.title")), jobs(view, words), heading(words("print.title")),
               print_form(view, words), heading(words("login.title")), login(view, words)});
  return whole_page(words.language(), "platen", body);
}

} // namespace platen::web
