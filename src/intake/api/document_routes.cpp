#include "intake/api/claimed_format.h"
#include "intake/api/print_routes.h"

namespace platen::intake::api {

namespace {

Json facts_json(const DocumentFacts& facts) {
  return {{"id", facts.id}, {"name", facts.name}, {"format", facts.format}, {"bytes", facts.bytes}};
}

http::Response refused(const Error& error) {
  auto response = error_response(error);
  if (error.code == Errc::unsupported) response.status = 415; // not of the server: of the document
  return response;
}

// A document that goes to the disk as it comes.
class Upload final : public http::Exchange {
public:
  explicit Upload(std::unique_ptr<Documents::Incoming> document) : document_(std::move(document)) {}

  std::optional<http::Response> body(Bytes piece) override {
    if (const auto written = document_->write(piece); !written) return refused(written.error());
    return std::nullopt;
  }

  void finish(http::Respond respond) override {
    const auto facts = document_->finish();
    respond(facts ? json_response(201, dumped(facts_json(*facts))) : refused(facts.error()));
  }

private:
  std::unique_ptr<Documents::Incoming> document_;
};

std::variant<http::Response, std::unique_ptr<http::Exchange>>
begin_upload(const PrintServices& services, const Call& call) {
  auto document = services.documents.add(call.principal, clean_file_name(call.text("name")),
                                         std::string(call.head.field("content-type")),
                                         call.head.content_length.value_or(0));
  if (!document) return refused(document.error());
  return std::make_unique<Upload>(*std::move(document));
}

Result<http::Response> show_document(const PrintServices& services, const Call& call) {
  TRY(const DocumentFacts facts, services.documents.facts(call.names[0], call.principal));
  return json_response(200, dumped(facts_json(facts)));
}

Result<http::Response> delete_document(const PrintServices& services, const Call& call) {
  TRY_VOID(services.documents.remove(call.names[0], call.principal));
  return done_response();
}

} // namespace

Routes document_routes(const PrintServices* services) {
  using enum Pace;
  using auth::Role;
  using auth::Scope;
  const auto run = [services](auto operation) { return with(services, operation); };
  Route upload{"POST", "documents", Role::guest, Scope::print, quick, {}};
  upload.stream = [services](const Call& call) { return begin_upload(*services, call); };
  return {
      std::move(upload),
      {"GET", "documents/*", Role::guest, Scope::print, quick, run(show_document)},
      {"DELETE", "documents/*", Role::guest, Scope::print, quick, run(delete_document)},
  };
}

} // namespace platen::intake::api
