#include "base/file.h"
#include "remote/listing.h"
#include "remote/scan_follow.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <ctime>

namespace platen::app {

namespace {

Result<int> number_of(const std::string& text) {
  int number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc{} && end == text.data() + text.size() && number >= 0) return number;
  return fail(Errc::invalid, "\"" + text + "\" is no number");
}

Result<std::string> scan_path(const Arguments& arguments) {
  TRY([[maybe_unused]] const int id, number_of(operand(arguments, 0)));
  return "scans/" + operand(arguments, 0);
}

Result<std::string> page_path(const Arguments& arguments) {
  TRY(const std::string path, scan_path(arguments));
  TRY([[maybe_unused]] const int page, number_of(operand(arguments, 1)));
  return path + "/pages/" + operand(arguments, 1);
}

Result<void> post(const Arguments& arguments, const std::string& path, const Json& body) {
  TRY(Api api, Api::open(arguments));
  TRY_VOID(api.send("POST", path, body));
  return {};
}

Result<void> list(const Arguments& arguments) {
  TRY(Api api, Api::open(arguments));
  TRY(const Json all, api.get("scans"));
  if (arguments.has("json")) return print_json(all);
  Table table({"SCAN", "SCANNER", "USER", "PAGES", "STAGE", "SINCE", "MESSAGE"});
  for (const Json& scan : all)
    table.add({id_of(scan), text_in(scan, "scanner"), text_in(scan, "user"),
               std::to_string(scan.value("pages", Json::array()).size()), text_in(scan, "stage"),
               when(scan.value("created", std::time_t{0}), std::time(nullptr)),
               text_in(scan, "message")});
  return print(table, "no scans");
}

Result<void> show(const Arguments& arguments) {
  TRY(const std::string path, scan_path(arguments));
  TRY(Api api, Api::open(arguments));
  TRY(const Json scan, api.get(path));
  return print_entry(arguments, scan);
}

Result<void> more(const Arguments& arguments) {
  TRY(const std::string path, scan_path(arguments));
  Json body = Json::object();
  if (arguments.has("in-place-of")) {
    TRY(body["in-place-of"], number_of(arguments.get("in-place-of")));
  }
  return post(arguments, path + "/more", body);
}

Result<void> act(const Arguments& arguments, std::string_view action) {
  TRY(const std::string path, scan_path(arguments));
  return post(arguments, path + "/" + std::string(action), Json::object());
}
Result<void> finish(const Arguments& arguments) {
  return act(arguments, "finish");
}
Result<void> cancel(const Arguments& arguments) {
  return act(arguments, "cancel");
}
Result<void> retry(const Arguments& arguments) {
  return act(arguments, "retry");
}

Result<void> set(const Arguments& arguments) {
  TRY(const std::string path, scan_path(arguments));
  TRY(Json options, scan_options(arguments, nullptr));
  return post(arguments, path, Json{{"options", std::move(options)}});
}

Result<void> forget(const Arguments& arguments) {
  TRY(const std::string path, scan_path(arguments));
  TRY(Api api, Api::open(arguments));
  TRY_VOID(api.send("DELETE", path, {}));
  return {};
}

Result<void> turn(const Arguments& arguments) {
  TRY(const std::string path, page_path(arguments));
  TRY(const int degrees, number_of(operand(arguments, 2)));
  return post(arguments, path, Json{{"turn", degrees}});
}

Result<void> drop(const Arguments& arguments) {
  TRY(const std::string path, page_path(arguments));
  return post(arguments, path, Json{{"left-out", true}});
}

Result<void> keep(const Arguments& arguments) {
  TRY(const std::string path, page_path(arguments));
  return post(arguments, path, Json{{"left-out", false}});
}

// "3,1,2"
Result<void> order(const Arguments& arguments) {
  TRY(const std::string path, scan_path(arguments));
  Json pages = Json::array();
  std::string_view rest = operand(arguments, 1);
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find(','));
    TRY(const int number, number_of(std::string(one)));
    pages.push_back(number);
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
  }
  TRY(Api api, Api::open(arguments));
  TRY_VOID(api.send("PUT", path + "/order", Json{{"pages", std::move(pages)}}));
  return {};
}

Result<void> get(const Arguments& arguments) {
  TRY(const std::string path, scan_path(arguments));
  TRY(Api api, Api::open(arguments));
  TRY(const Json scan, api.get(path));
  return fetch_files(api, scan, operand(arguments, 1));
}

Result<void> page(const Arguments& arguments) {
  TRY(const std::string path, page_path(arguments));
  TRY(Api api, Api::open(arguments));
  TRY(AtomicFile file, AtomicFile::create(operand(arguments, 2)));
  TRY_VOID(api.download(path, file));
  return file.commit();
}

constexpr std::array<SubCommand, 14> sub_commands{{{"list", 0, list},
                                                   {"show", 1, show},
                                                   {"more", 1, more},
                                                   {"finish", 1, finish},
                                                   {"cancel", 1, cancel},
                                                   {"retry", 1, retry},
                                                   {"set", 1, set},
                                                   {"forget", 1, forget},
                                                   {"turn", 3, turn},
                                                   {"drop", 2, drop},
                                                   {"keep", 2, keep},
                                                   {"order", 2, order},
                                                   {"get", 2, get},
                                                   {"page", 3, page}}};

} // namespace

const Command& scans_command() {
  static const Command command{
      "scans",
      "Scans of the server and their pages: look, go on, edit, finish, fetch.",
      "[list] | show|more|finish|cancel|retry|set|forget ID | turn ID PAGE DEGREES | "
      "drop|keep ID PAGE | order ID 2,1,3 | get ID FILE | page ID PAGE FILE",
      {option_flag,
       {0, "in-place-of", "PAGE", "more: one side, in the place of this page"},
       json_flag,
       server_flag},
      "A scan that waits (review=true, a jam, the turned stack of flip-stack=true) goes on with\n"
      "more or finish. drop leaves a page out of the file, keep takes it back; get writes the\n"
      "file, or several into a folder; page writes one page as PNG.\n",
      [](const Command& self, const Arguments& arguments) {
        return run_reported(self, [&] { return run_sub_command(arguments, sub_commands); });
      }};
  return command;
}

} // namespace platen::app
