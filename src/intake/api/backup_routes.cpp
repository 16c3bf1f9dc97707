#include "intake/api/backup_routes.h"

#include "backup/make.h"
#include "backup/stage.h"

#include <ctime>

#include <nlohmann/json.hpp>

namespace platen::intake::api {

namespace {

class ArchiveSource final : public http::BodySource {
public:
  explicit ArchiveSource(std::unique_ptr<backup::Archive> archive) : archive_(std::move(archive)) {}
  void next(Give give) override { give(archive_->next()); }

private:
  std::unique_ptr<backup::Archive> archive_;
};

std::string name_for(std::int64_t time) {
  const auto seconds = static_cast<std::time_t>(time);
  std::tm parts{};
  ::localtime_r(&seconds, &parts);
  std::array<char, 64> text{};
  return {text.data(), std::strftime(text.data(), text.size(), "platen-%Y-%m-%d-%H%M.tar", &parts)};
}

Result<http::Response> get_backup(const BackupServices& services, const Call& call) {
  const std::int64_t now = services.clock();
  TRY(auto archive, backup::Archive::make(services.folders, services.version, now));
  services.audit.record(call.principal, "GET backup", "", "done"); // it holds secrets
  http::Response response;
  response.content_type = "application/x-tar";
  response.source_length = archive->size();
  response.source = std::make_shared<ArchiveSource>(std::move(archive));
  response.fields.emplace_back("Content-Disposition",
                               "attachment; filename=\"" + name_for(now) + "\"");
  response.fields.emplace_back("Cache-Control", "no-store");
  response.fields.emplace_back("X-Content-Type-Options", "nosniff");
  return response;
}

// Takes the archive as it comes, then has it looked through.
class RestoreExchange final : public http::Exchange {
public:
  RestoreExchange(const BackupServices& services, auth::Principal who,
                  std::unique_ptr<backup::Staging> staging)
      : services_(services), who_(std::move(who)), staging_(std::move(staging)) {}

  std::optional<http::Response> body(Bytes piece) override {
    const auto taken = staging_->take(piece);
    if (taken) return std::nullopt;
    services_.audit.record(who_, "POST restore", "", taken.error().message());
    return error_response(taken.error());
  }

  void finish(http::Respond respond) override {
    const auto work = [&services = services_, who = who_, respond,
                       staging = std::shared_ptr<backup::Staging>(std::move(staging_))](bool run) {
      if (!run) return respond(http::busy_response("the server stops\n"));
      const auto staged = staging->finish();
      services.audit.record(who, "POST restore", "",
                            staged ? "it is restored at the next start" : staged.error().message());
      if (!staged) return respond(error_response(staged.error()));
      const nlohmann::json json{{"version", staged->version},
                                {"time", staged->time},
                                {"files", staged->files},
                                {"bytes", staged->bytes},
                                {"restart", true}};
      respond(
          json_response(200, json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace)));
    };
    if (!services_.checking.take(work))
      respond(http::busy_response("an archive is being looked through: try again later\n"));
  }

private:
  const BackupServices& services_;
  auth::Principal who_;
  std::unique_ptr<backup::Staging> staging_;
};

} // namespace

Routes backup_routes(const BackupServices* services) {
  Route restore{"POST",     "restore", auth::Role::administrator, auth::Scope::administer,
                Pace::slow, {}};
  restore.stream =
      [services](
          const Call& call) -> std::variant<http::Response, std::unique_ptr<http::Exchange>> {
    auto staging = backup::Staging::begin(services->folders.folder);
    if (!staging) return error_response(staging.error());
    return std::make_unique<RestoreExchange>(*services, call.principal, *std::move(staging));
  };
  return {{"GET", "backup", auth::Role::administrator, auth::Scope::administer, Pace::slow,
           with(services, get_backup)},
          std::move(restore)};
}

} // namespace platen::intake::api
