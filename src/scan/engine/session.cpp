#include "scan/engine/session.h"

#include <algorithm>
#include <array>

#include <nlohmann/json.hpp>

namespace platen::scan {

namespace {

using Json = nlohmann::json;

constexpr std::array<std::string_view, 7> stage_words{
    "scanning", "waiting", "making", "delivering", "done", "failed", "canceled"};

std::string_view format_word(PixelFormat format) {
  return format == rgb8 ? "rgb8" : format == mask1 ? "mask1" : "gray8";
}

PixelFormat format_of(std::string_view word) {
  return word == "rgb8" ? rgb8 : word == "mask1" ? mask1 : gray8;
}

Json json_of(const ScanPage& page) {
  return {{"number", page.number},
          {"pass", page.pass},
          {"width", page.shape.width},
          {"height", page.shape.height},
          {"format", format_word(page.shape.format)},
          {"resolution", page.resolution.v},
          {"back", page.back},
          {"cleaned", page.cleaned},
          {"turn", page.turn},
          {"left-out", page.left_out},
          {"why-left-out", page.why_left_out},
          {"warning", page.warning},
          {"skew-degrees", page.skew_degrees},
          {"edition", page.edition}};
}

ScanPage page_of(const Json& json) {
  ScanPage page;
  page.number = json.at("number").get<std::int32_t>();
  page.pass = json.at("pass").get<std::int32_t>();
  page.shape = {json.at("width").get<std::int32_t>(), json.at("height").get<std::int32_t>(),
                format_of(json.at("format").get<std::string>())};
  page.resolution.v = json.at("resolution").get<std::int32_t>();
  page.back = json.at("back").get<bool>();
  page.cleaned = json.at("cleaned").get<bool>();
  page.turn = json.at("turn").get<std::int32_t>();
  page.left_out = json.at("left-out").get<bool>();
  page.why_left_out = json.at("why-left-out").get<std::string>();
  page.warning = json.at("warning").get<std::string>();
  page.skew_degrees = json.at("skew-degrees").get<double>();
  page.edition = json.at("edition").get<std::int32_t>();
  return page;
}

Json json_of(const PackedFile& file) {
  return {{"path", file.path.filename().string()},
          {"name", file.name},
          {"media-type", file.media_type},
          {"first-page", file.first_page},
          {"pages", file.pages},
          {"bytes", file.bytes}};
}

PackedFile file_of(const Json& json) {
  PackedFile file;
  file.path = json.at("path").get<std::string>();
  file.name = json.at("name").get<std::string>();
  file.media_type = json.at("media-type").get<std::string>();
  file.first_page = json.at("first-page").get<std::int32_t>();
  file.pages = json.at("pages").get<std::int32_t>();
  file.bytes = json.at("bytes").get<std::uint64_t>();
  return file;
}

Result<Session> read(const Json& json) {
  Session session;
  session.id = json.at("id").get<std::int64_t>();
  session.scanner = json.at("scanner").get<std::string>();
  session.user = json.at("user").get<std::string>();
  session.recipe = json.at("recipe").get<std::string>();
  TRY(session.settings, with({}, json.at("settings").get<Options>()));
  const auto stage = std::ranges::find(stage_words, json.at("stage").get_ref<const std::string&>());
  if (stage == stage_words.end()) return fail(Errc::malformed, "a stage that there is not");
  session.stage = static_cast<Stage>(stage - stage_words.begin());
  session.message = json.at("message").get<std::string>();
  session.created = json.at("created").get<std::int64_t>();
  session.ended = json.at("ended").get<std::int64_t>();
  session.counter = json.at("counter").get<std::int64_t>();
  session.passes = json.at("passes").get<std::int32_t>();
  session.next_number = json.at("next-number").get<std::int32_t>();
  for (const Json& page : json.at("pages"))
    session.pages.push_back(page_of(page));
  for (const Json& file : json.at("files"))
    session.files.push_back(file_of(file));
  for (const Json& delivery : json.at("deliveries"))
    session.deliveries.push_back(
        {delivery.at("id").get<std::string>(), delivery.at("destination").get<std::string>()});
  return session;
}

} // namespace

std::string_view word(Stage stage) {
  return stage_words[static_cast<std::size_t>(stage)];
}

std::string to_json(const Session& session) {
  Json json{{"id", session.id},
            {"scanner", session.scanner},
            {"user", session.user},
            {"recipe", session.recipe},
            {"settings", to_options(session.settings)},
            {"stage", word(session.stage)},
            {"message", session.message},
            {"created", session.created},
            {"ended", session.ended},
            {"counter", session.counter},
            {"passes", session.passes},
            {"next-number", session.next_number},
            {"pages", Json::array()},
            {"files", Json::array()},
            {"deliveries", Json::array()}};
  for (const ScanPage& page : session.pages)
    json["pages"].push_back(json_of(page));
  for (const PackedFile& file : session.files)
    json["files"].push_back(json_of(file));
  for (const SessionDelivery& delivery : session.deliveries)
    json["deliveries"].push_back({{"id", delivery.id}, {"destination", delivery.destination}});
  return json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Result<Session> session_from_json(std::string_view text) {
  const Json json = Json::parse(text, nullptr, false);
  if (json.is_discarded()) return fail(Errc::malformed, "the record of a scan is no JSON");
  try {
    return read(json);
  } catch (const Json::exception& error) {
    return fail(Errc::malformed, std::string("the record of a scan: ") + error.what());
  }
}

} // namespace platen::scan
