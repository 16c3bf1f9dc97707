#include "scan/deliver/courier/courier.h"

#include "scan/deliver/courier/share.h"

namespace platen::scan::courier {

namespace {

using Open = Result<std::unique_ptr<Share>> (*)(const DeliveryRequest&, Reporter&);

Result<std::string> to_share(Open open, const DeliveryRequest& request, Reporter& reporter) {
  TRY(const auto share, open(request, reporter));
  return place_files(request.attempt, *share, reporter);
}

// Before anything is sent: what is not whole here must not arrive in part.
Result<void> check_files(const std::vector<PackedFile>& files) {
  if (files.empty()) return fail(Errc::invalid, "there is no file to deliver");
  for (const PackedFile& file : files)
    if (auto open = LocalFile::open(file); !open) return Failure(open.error());
  return {};
}

Result<std::string> try_once(const DeliveryRequest& request, Reporter& reporter) {
  if (request.destination.message)
    return request.destination.kind == DestinationKind::webhook ? call_webhook(request, reporter)
                                                                : mail(request, reporter);
  TRY_VOID(check_files(request.attempt.files));
  switch (request.destination.kind) {
  case DestinationKind::folder:
    return to_share(&open_folder, request, reporter);
  case DestinationKind::smb:
    return to_share(&open_smb, request, reporter);
  case DestinationKind::sftp:
    return to_share(&open_sftp, request, reporter);
  case DestinationKind::webdav:
    return to_share(&open_webdav, request, reporter);
  case DestinationKind::mail:
    return mail(request, reporter);
  case DestinationKind::http:
    return post(request, reporter);
  case DestinationKind::webhook:
    break; // takes messages alone
  }
  return fail(Errc::bug, "an unknown kind of destination");
}

// What passes by itself is tried again; the rest needs somebody.
bool passes(Errc code) {
  switch (code) {
  case Errc::io:
  case Errc::unreachable:
  case Errc::timeout:
  case Errc::cancelled:
  case Errc::busy:
  case Errc::bug:
    return true;
  case Errc::malformed:
  case Errc::unsupported:
  case Errc::invalid:
  case Errc::limit:
  case Errc::denied:
  case Errc::not_found:
  case Errc::conflict:
    return false;
  }
  return true;
}

} // namespace

DeliveryEnd run(const DeliveryRequest& request, Reporter& reporter) {
  const auto done = try_once(request, reporter);
  if (done)
    return {DeliveryEnd::Kind::done, "delivered to " + request.destination.name + *done, {}};
  if (reporter.unanswered())
    return {DeliveryEnd::Kind::unsure,
            done.error().what + "; everything was sent, so that it may have arrived",
            {}};
  return {passes(done.error().code) ? DeliveryEnd::Kind::again : DeliveryEnd::Kind::refused,
          done.error().message(),
          {}};
}

} // namespace platen::scan::courier
