#include "models_desk.h"

#include "own_state.h"
#include "server/core.h"
#include "server/updates.h"
#include "update/publish.h"
#include "update/status.h"

namespace platen::app {

namespace {

Result<Json> parsed(Result<std::string> json) {
  if (!json) return Failure(json.error());
  return Json::parse(*json, nullptr, false);
}

Result<std::string> done(const Result<Json>& answer) {
  if (!answer) return Failure(answer.error());
  return answer->is_object() ? answer->value("done", "done") : std::string("done");
}

class AtServer final : public ModelsDesk {
public:
  explicit AtServer(Api api) : api_(std::move(api)) {}
  Result<Json> status() override { return api_.get("updates"); }
  Result<Json> check() override { return api_.send("POST", "updates/check", Json::object()); }
  Result<Json> check(update::Source& source) override {
    TRY_VOID(upload(source, "?check=yes"));
    return status();
  }
  Result<Json> install(const Wish& wish) override {
    return api_.send("POST", "updates/install",
                     {{"models", wish.models}, {"all", wish.all}, {"dry-run", wish.dry_run}});
  }
  Result<Json> install(update::Source& source, const Wish& wish) override {
    std::string query = wish.dry_run ? "?dry-run=yes&models=" : "?models=";
    for (const std::string& id : wish.models) {
      TRY_VOID(entry_path("models", id));
      query += id + ",";
    }
    return upload(source, query);
  }
  Result<std::string> pin(const std::string& id, std::optional<std::int64_t> version) override {
    Json body = Json::object();
    if (version) body["version"] = *version;
    return act(id, "/pin", body);
  }
  Result<std::string> unpin(const std::string& id) override {
    return act(id, "/unpin", Json::object());
  }
  Result<std::string> rollback(const std::string& id) override {
    return act(id, "/rollback", Json::object());
  }
  Result<Json> verify() override { return api_.get("updates/verify"); }
  Result<std::string> text_of(const std::string& id) override {
    TRY(const std::string path, entry_path("models", id));
    BufferSink text;
    TRY_VOID(api_.download(path + "/file", text));
    return std::string(as_text(text.buffer));
  }

private:
  // The server believes what comes from here as little as what comes from elsewhere.
  Result<Json> upload(update::Source& source, const std::string& query) {
    TRY(const update::Pack files, update::pack_of(source));
    const Buffer bytes = update::write_pack(files);
    return api_.upload("updates/pack" + query, std::string(as_text(bytes)));
  }
  Result<std::string> act(const std::string& id, const char* what, const Json& body) {
    TRY(const std::string path, entry_path("models", id));
    return done(api_.send("POST", path + what, body));
  }
  Api api_;
};

class AtFiles final : public ModelsDesk {
public:
  AtFiles(const server::Paths& paths, const server::Config& config)
      : config_(config), log_(server::LogLevel::error, server::LogFormat::text, server::now),
        updates_({.place = server::Core::models_place(paths),
                  .config = config_,
                  .log = log_,
                  .take = [](std::vector<model::Model>) {},
                  .changed = [] {}}) {}
  Result<Json> status() override { return parsed(updates_.status()); }
  Result<Json> check() override { return parsed(updates_.check()); }
  Result<Json> check(update::Source& source) override {
    TRY_VOID(updates_.run(source, {}));
    return status();
  }
  Result<Json> install(const Wish& wish) override { return parsed(updates_.install(wish)); }
  Result<Json> install(update::Source& source, const Wish& wish) override {
    TRY(const auto outcome,
        updates_.run(source, {.models = wish.models, .all = wish.all, .dry_run = wish.dry_run}));
    return Json(update::to_json(outcome));
  }
  Result<std::string> pin(const std::string& id, std::optional<std::int64_t> version) override {
    return updates_.pin(id, version);
  }
  Result<std::string> unpin(const std::string& id) override { return updates_.unpin(id); }
  Result<std::string> rollback(const std::string& id) override { return updates_.rollback(id); }
  Result<Json> verify() override { return parsed(updates_.verify()); }
  Result<std::string> text_of(const std::string& id) override { return updates_.text_of(id); }

private:
  Live<server::Config> config_;
  server::Log log_;
  server::Updates updates_;
};

} // namespace

Result<std::unique_ptr<ModelsDesk>> open_models_desk(const Arguments& arguments, bool changes) {
  TRY(const server::Paths paths, state_paths(arguments));
  Arguments asked = arguments;
  if (arguments.has("state") && !arguments.has("server"))
    asked.flags["server"] = {paths.socket.string()};
  auto api = Api::open(asked);
  if (api) return std::make_unique<AtServer>(*std::move(api));
  const bool files = arguments.has("state") || (!changes && !arguments.has("server"));
  if (!files || api.error().code != Errc::unreachable) {
    Error error = std::move(api).error();
    if (!arguments.has("server"))
      error.what += "; --state DIR works on the files of one that does not run";
    return Failure(std::move(error));
  }
  if (changes) TRY_VOID(make_state_folder(paths.state));
  TRY(const server::Config config, server::load_config(paths, false));
  return std::make_unique<AtFiles>(paths, config);
}

Result<std::unique_ptr<update::Source>> source_of(const Arguments& arguments) {
  if (!arguments.has("from")) return nullptr;
  update::SourceOptions options;
  if (arguments.has("trust")) options.trust = std::filesystem::absolute(arguments.get("trust"));
  return update::open_source(arguments.get("from"), options);
}

} // namespace platen::app
