#include "intake/api/preview_routes.h"

#include "base/limits.h"

#include <charconv>

namespace platen::intake::api {

namespace {

constexpr std::size_t most_question = std::size_t{256} << 10; // bytes

using Operation = Result<http::Response> (*)(PreviewDesk& desk, const Call& call);

// Collects the body; the desk's own threads do the rest, so that nobody else waits for pictures.
class PreviewExchange final : public http::Exchange {
public:
  PreviewExchange(PreviewDesk& desk, Operation operation, Call call)
      : desk_(desk), operation_(operation), call_(std::move(call)) {}

  std::optional<http::Response> body(Bytes piece) override {
    if (call_.body.size() + piece.size() > most_question)
      return error_response({Errc::limit, "a body has at most 256 kB here"});
    call_.body += as_text(piece);
    return std::nullopt;
  }

  void finish(http::Respond respond) override {
    const auto call = std::make_shared<const Call>(std::move(call_));
    const auto work = [&desk = desk_, operation = operation_, call, respond](bool run) {
      if (!run) return respond(http::busy_response("the server stops\n"));
      auto response = operation(desk, *call);
      respond(response ? *std::move(response) : error_response(response.error()));
    };
    if (!desk_.take(*call, work))
      respond(error_response({Errc::busy, "too many previews wait: try again later"}));
  }

private:
  PreviewDesk& desk_;
  const Operation operation_;
  Call call_;
};

Result<std::int32_t> number_of(const std::string& text, const std::string& what) {
  std::int32_t number = 0;
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error == std::errc() && end == text.data() + text.size() && number >= 1) return number;
  return fail(Errc::not_found, "there is no " + what + " \"" + text.substr(0, 20) + "\"");
}

http::Response picture_response(PreviewPicture picture) {
  http::Response response;
  response.content_type = std::move(picture.media_type);
  response.body = std::move(picture.bytes);
  response.fields.emplace_back("Cache-Control", "no-store");
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

Result<http::Response> open_preview(PreviewDesk& desk, const Call& call) {
  TRY(const PreviewQuestion question, read_preview_question(call.body));
  TRY(std::string described, desk.open(call, question));
  return json_response(201, std::move(described));
}

Result<http::Response> show_preview(PreviewDesk& desk, const Call& call) {
  TRY(std::string described, desk.describe(call, call.names[0]));
  return json_response(200, std::move(described));
}

Result<http::Response> close_preview(PreviewDesk& desk, const Call& call) {
  TRY_VOID(desk.close(call, call.names[0]));
  return done_response();
}

Result<http::Response> show_side(PreviewDesk& desk, const Call& call) {
  TRY(const std::int32_t side, number_of(call.names[1], "side"));
  TRY(const PreviewLook look, read_preview_look(call));
  TRY(PreviewPicture picture, desk.side(call, call.names[0], side, look));
  return picture_response(std::move(picture));
}

Result<http::Response> list_pages(PreviewDesk& desk, const Call& call) {
  TRY(std::string described, desk.pages(call, call.names[0]));
  return json_response(200, std::move(described));
}

Result<http::Response> show_page(PreviewDesk& desk, const Call& call) {
  TRY(const std::int32_t page, number_of(call.names[1], "page"));
  TRY(const PreviewLook look, read_preview_look(call));
  TRY(PreviewPicture picture, desk.page(call, call.names[0], page, look));
  return picture_response(std::move(picture));
}

Result<http::Response> show_job_side(PreviewDesk& desk, const Call& call) {
  TRY(const std::int32_t job, number_of(call.names[0], "job"));
  TRY(const std::int32_t side, number_of(call.names[1], "side"));
  TRY(const PreviewLook look, read_preview_look(call));
  TRY(PreviewPicture picture, desk.job_side(call, job, side, look));
  return picture_response(std::move(picture));
}

} // namespace

Result<PreviewLook> read_preview_look(const Call& call) {
  PreviewLook look;
  if (const std::string size(call.asked("size")); !size.empty()) {
    const auto [end, error] = std::from_chars(size.data(), size.data() + size.size(), look.size);
    if (error != std::errc() || end != size.data() + size.size() || look.size < 16 ||
        look.size > limits::preview_edge)
      return fail(Errc::invalid, "size takes 16 to " + std::to_string(limits::preview_edge) +
                                     " pixels of the longer edge");
  }
  const auto said = [&](std::string_view name, bool& into) -> Result<void> {
    const std::string_view value = call.asked(name);
    if (value.empty()) return {};
    if (value != "yes" && value != "no")
      return fail(Errc::invalid, std::string(name) + " takes yes or no");
    into = value == "yes";
    return {};
  };
  TRY_VOID(said("gamut", look.gamut));
  TRY_VOID(said("paper-white", look.paper_white));
  TRY_VOID(said("paper-black", look.paper_black));
  TRY_VOID(said("lines", look.lines));
  const std::string_view format = call.asked("format");
  if (!format.empty() && format != "png" && format != "jpeg")
    return fail(Errc::invalid, "format takes jpeg or png");
  look.png = format == "png";
  look.part = call.text("part");
  return look;
}

Routes preview_routes(PreviewDesk* desk) {
  using auth::Role;
  using auth::Scope;
  const auto row = [desk](const char* method, const char* path, Role role, Scope scope,
                          Operation operation) {
    return Route{.method = method,
                 .path = path,
                 .access = role,
                 .scope = scope,
                 .pace = Pace::slow,
                 .run = {},
                 .most_body = most_question,
                 .stream = [desk, operation](Call call)
                     -> std::variant<http::Response, std::unique_ptr<http::Exchange>> {
                   return std::make_unique<PreviewExchange>(*desk, operation, std::move(call));
                 }};
  };
  return {
      row("POST", "previews", Role::guest, Scope::print, open_preview),
      row("GET", "previews/*", Role::guest, Scope::print, show_preview),
      row("DELETE", "previews/*", Role::guest, Scope::print, close_preview),
      row("GET", "previews/*/sides/*", Role::guest, Scope::print, show_side),
      row("GET", "documents/*/pages", Role::guest, Scope::print, list_pages),
      row("GET", "documents/*/pages/*", Role::guest, Scope::print, show_page),
      row("GET", "jobs/*/sides/*", Role::user, Scope::read, show_job_side),
  };
}

} // namespace platen::intake::api
