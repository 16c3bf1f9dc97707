#include "transport/ipp_transport.h"

#include "client/request.h"
#include "model/page_offer.h"
#include "transport/ipp_address.h"
#include "transport/ipp_job.h"
#include "transport/ipp_offer.h"
#include "transport/ipp_watch.h"

#include <algorithm>
#include <optional>

#include <cups/cups.h>

namespace platen::transport {

namespace {

using client::values_of;
using platen::ipp::Message;

class IppTransport final : public Transport {
public:
  IppTransport(IppAddress address, const Deadlines& deadlines, const Cancel& cancel,
               DeviceReport report)
      : address_(std::move(address)), deadlines_(deadlines), cancel_(cancel),
        words_(std::move(report)) {}
  IppTransport(const IppTransport&) = delete;
  IppTransport& operator=(const IppTransport&) = delete;

  // A job that did not get to its end is not left in the printer.
  ~IppTransport() override {
    watch_.reset();
    connection_.reset();
    if (job_ != 0) IppJob::cancel(address_, user_, job_);
  }

  Result<void> ask_printer() {
    client::ConnectOptions options;
    options.tls = address_.tls ? client::Tls::always : client::Tls::when_asked;
    options.connect = deadlines_.connect;
    options.stall = deadlines_.stall;
    options.cancel = &cancel_;
    TRY(connection_, client::connect(address_.server, std::move(options)));
    Message request =
        client::make_request(IPP_OP_GET_PRINTER_ATTRIBUTES, "printer-uri", address_.uri, {});
    client::request_attributes(request, {"all", "media-col-database"});
    TRY(printer_, connection_->ask(request, address_.path));
    if (const auto error = client::error_of(printer_)) return within(*error);
    words_.hear(printer_);
    const auto accepting = values_of(printer_.get(), "printer-is-accepting-jobs");
    if (!accepting.empty() && accepting[0] == "false")
      return fail(Errc::busy, address_.server.text() + ": the printer takes no jobs at present");
    offer_ = read_offer(printer_);
    return {};
  }

  const model::PageOffer* page_offer() const override { return &offer_; }

  Result<void> begin_document(const DocumentStart& start) override {
    TRY_VOID(end_document());
    // A printer of one document a job gets a job for each.
    if (job_ != 0 && !offer_.many_documents) TRY_VOID(end_job());
    const bool create = does(IPP_OP_CREATE_JOB) && does(IPP_OP_SEND_DOCUMENT);
    if (job_ == 0 && create) TRY_VOID(create_job(start));
    Message request = job_ != 0 ? job().request(IPP_OP_SEND_DOCUMENT) : print_job(start);
    ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_MIMETYPE, "document-format", nullptr,
                 start.format.c_str());
    if (job_ != 0)
      ippAddBoolean(request.get(), IPP_TAG_OPERATION, "last-document",
                    start.last || !offer_.many_documents ? 1 : 0);
    else
      add_job_settings(request, start);
    TRY_VOID(connection_->begin(request, address_.path));
    document_open_ = true;
    watch_.emplace(address_, user_, words_);
    return {};
  }

  using ByteSink::write;
  Result<void> write(Bytes bytes) override {
    if (!document_open_)
      return fail(Errc::unsupported,
                  "an IPP printer takes documents, not the language of this model");
    if (cancel_.requested()) return fail(Errc::cancelled, address_.server.text() + ": cancelled");
    TRY_VOID(connection_->write(bytes));
    sent_ += bytes.size();
    return {};
  }

  Result<std::size_t> read(std::span<std::byte>, std::chrono::milliseconds) override {
    return fail(Errc::unsupported, "nothing can be read from an IPP printer this way");
  }

  std::uint64_t bytes_delivered() const override { return sent_; }

  Result<void> finish() override {
    TRY_VOID(end_document());
    return end_job();
  }

private:
  IppJob job() const { return {*connection_, address_, user_, job_}; }

  bool does(ipp_op_t operation) const {
    return ippContainsInteger(
               ippFindAttribute(printer_.get(), "operations-supported", IPP_TAG_ENUM), operation) !=
           0;
  }

  Failure within(Error error) const {
    return fail_within(address_.server.text(), std::move(error));
  }

  static std::string setting(const DocumentStart& start, std::string_view name) {
    for (const auto& [key, value] : start.settings)
      if (key == name) return value;
    return {};
  }

  // Operation attributes of Create-Job and Print-Job.
  Message print_job(const DocumentStart& start, ipp_op_t operation = IPP_OP_PRINT_JOB) {
    user_ = setting(start, "requesting-user-name");
    Message request = client::make_request(operation, "printer-uri", address_.uri, user_);
    if (const std::string name = setting(start, "job-name"); !name.empty())
      ippAddString(request.get(), IPP_TAG_OPERATION, IPP_TAG_NAME, "job-name", nullptr,
                   name.c_str());
    return request;
  }

  void add_job_settings(Message& request, const DocumentStart& start) const {
    for (const auto& [name, value] : start.settings)
      if (name != "job-name" && name != "requesting-user-name")
        add_setting(request, printer_, name, value);
  }

  Result<void> create_job(const DocumentStart& start) {
    Message request = print_job(start, IPP_OP_CREATE_JOB);
    add_job_settings(request, start);
    TRY(const Message answer, connection_->ask(request, address_.path));
    return take_job(answer);
  }

  Result<void> take_job(const Message& answer) {
    if (const auto error = client::error_of(answer)) return within(*error);
    job_ = answer.integer(IPP_TAG_JOB, "job-id").value_or(0);
    if (job_ <= 0) {
      job_ = 0;
      return fail(Errc::malformed, address_.server.text() + " took a job, but gave it no number");
    }
    // Other paper than the one that the pages were made for spoils them; the rest is a wish.
    for (ipp_attribute_t* one = ippFirstAttribute(answer.get()); one != nullptr;
         one = ippNextAttribute(answer.get()))
      if (ippGetGroupTag(one) == IPP_TAG_UNSUPPORTED_GROUP && ippGetName(one) != nullptr &&
          std::string_view(ippGetName(one)) == "media-col")
        return fail(Errc::unsupported,
                    address_.server.text() + ": the printer does not have this paper");
    return {};
  }

  Result<void> end_document() {
    if (!std::exchange(document_open_, false)) return {};
    auto finished = connection_->finish();
    watch_.reset(); // from here on the job is followed
    TRY(const Message answer, std::move(finished));
    if (job_ == 0) return take_job(answer);
    if (const auto error = client::error_of(answer)) return within(*error);
    return {};
  }

  Result<void> end_job() {
    if (job_ == 0) return {};
    TRY_VOID(job().follow(deadlines_.stall, cancel_, words_));
    job_ = 0;
    return {};
  }

  IppAddress address_;
  Deadlines deadlines_;
  const Cancel& cancel_;
  IppWords words_;
  std::unique_ptr<client::Connection> connection_;
  Message printer_; // its attributes
  model::PageOffer offer_;
  std::string user_; // of the job
  int job_ = 0;      // 0: none is under way
  bool document_open_ = false;
  std::uint64_t sent_ = 0;
  std::optional<IppWatch> watch_; // while a document goes out; last: it uses the others
};

} // namespace

Result<std::unique_ptr<Transport>> open_ipp(const std::string& uri, const Deadlines& deadlines,
                                            const Cancel& cancel, DeviceReport report) {
  TRY(IppAddress address, parse_ipp_uri(uri));
  auto device =
      std::make_unique<IppTransport>(std::move(address), deadlines, cancel, std::move(report));
  TRY_VOID(device->ask_printer());
  return device;
}

} // namespace platen::transport
