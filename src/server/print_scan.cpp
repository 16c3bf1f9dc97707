#include "server/print_scan.h"

#include "base/file.h"
#include "client/connection.h"
#include "client/job_options.h"
#include "client/request.h"

#include <ctime>
#include <utility>
#include <vector>

namespace platen::server {

namespace {

using platen::ipp::Message;
using scan::DeliveryEnd;

struct Target {
  std::string printer;
  std::vector<std::pair<std::string, std::string>> settings;
};

Result<Target> target_of(std::string_view text) {
  Target target;
  const std::size_t question = text.find('?');
  target.printer = text.substr(0, question);
  if (target.printer.empty() || target.printer.find('/') != std::string::npos)
    return fail(Errc::invalid, "print:" + std::string(text) + " names no printer");
  std::string_view rest = question == std::string_view::npos ? "" : text.substr(question + 1);
  while (!rest.empty()) {
    const std::string_view one = rest.substr(0, rest.find('&'));
    rest.remove_prefix(std::min(rest.size(), one.size() + 1));
    const std::size_t equals = one.find('=');
    if (equals == 0 || equals == std::string_view::npos)
      return fail(Errc::invalid, "print:" + std::string(text) + ": \"" + std::string(one) +
                                     "\" is not NAME=VALUE");
    target.settings.emplace_back(one.substr(0, equals), one.substr(equals + 1));
  }
  return target;
}

Result<Message> answered(client::Connection& connection, const Message& request,
                         const std::string& path, int document = -1) {
  TRY(Message answer, connection.ask(request, path, document));
  if (auto error = client::error_of(answer)) return Failure(*std::move(error));
  return answer;
}

struct Submitted {
  int job = 0;
};

class Printing {
public:
  Printing(std::uint16_t port, const Target& target, const scan::PackedFile& file,
           const std::string& user, const Cancel& cancel)
      : port_(port), target_(target), file_(file), user_(user), cancel_(cancel),
        path_("/ipp/print/" + target.printer) {}

  // True from the moment at which the job may be there.
  bool sent() const { return sent_; }

  Result<Submitted> run() {
    client::ServerAddress address;
    address.host = "127.0.0.1";
    address.port = port_;
    client::ConnectOptions options;
    options.cancel = &cancel_;
    TRY(const auto connection, client::connect(address, options));
    TRY(const Message offered,
        answered(*connection, request(IPP_OP_GET_PRINTER_ATTRIBUTES), path_));
    TRY(const Message job, job_request(offered));
    TRY(const UniqueFd document, open_for_reading(file_.path));
    sent_ = true;
    auto answer = connection->ask(job, path_, document.get());
    if (!answer) return Failure(answer.error());
    sent_ = false; // whatever it says, it says so
    if (auto error = client::error_of(*answer)) return Failure(*std::move(error));
    return Submitted{answer->integer(IPP_TAG_JOB, "job-id").value_or(0)};
  }

private:
  Message request(ipp_op_t operation) const {
    return client::make_request(operation, "printer-uri", "ipp://localhost" + path_, user_);
  }

  Result<Message> job_request(const Message& offered) const {
    Message job = request(IPP_OP_PRINT_JOB);
    const auto add = [&](ipp_tag_t tag, const char* name, const std::string& value) {
      ippAddString(job.get(), IPP_TAG_OPERATION, tag, name, nullptr, value.c_str());
    };
    add(IPP_TAG_NAME, "job-name", file_.name);
    ippAddBoolean(job.get(), IPP_TAG_OPERATION, "ipp-attribute-fidelity", 1);
    add(IPP_TAG_NAME, "document-name", file_.name);
    add(IPP_TAG_MIMETYPE, "document-format", file_.media_type);
    for (const auto& [name, value] : target_.settings)
      TRY_VOID(client::add_option(job, offered, name, value, std::time(nullptr)));
    return job;
  }

  const std::uint16_t port_;
  const Target& target_;
  const scan::PackedFile& file_;
  const std::string& user_;
  const Cancel& cancel_;
  const std::string path_;
  bool sent_ = false;
};

DeliveryEnd::Kind kind_of(const Error& error, bool sent) {
  switch (error.code) {
  case Errc::unreachable:
  case Errc::busy:
  case Errc::timeout:
  case Errc::io:
  case Errc::cancelled:
    return sent ? DeliveryEnd::Kind::unsure : DeliveryEnd::Kind::again;
  default:
    return DeliveryEnd::Kind::refused;
  }
}

} // namespace

DeliveryEnd print_scan(std::uint16_t port, const std::string& printer, const scan::PackedFile& file,
                       const std::string& user, const Cancel& cancel) {
  const auto target = target_of(printer);
  if (!target) return {DeliveryEnd::Kind::refused, target.error().message(), {}};
  Printing printing(port, *target, file, user, cancel);
  const auto submitted = printing.run();
  if (!submitted)
    return {kind_of(submitted.error(), printing.sent()),
            "printing on " + target->printer + ": " + submitted.error().message(),
            {}};
  const std::string job = "job " + std::to_string(submitted->job) + " of " + target->printer;
  return {DeliveryEnd::Kind::done, "is " + job, {job}};
}

} // namespace platen::server
