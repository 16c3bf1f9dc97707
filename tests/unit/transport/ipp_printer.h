#pragma once

#include "client/request.h"
#include "support/ipp_peer.h"

#include <mutex>
#include <string>
#include <vector>

namespace platen::test {

// A driverless printer that takes PWG Raster, with knobs for what goes wrong.
class IppPrinter {
public:
  IppPrinter() : peer_([this](const IppPeer::Asked& asked) { return play(asked); }) {}

  std::string uri(const std::string& path = "/ipp/print") const { return peer_.uri(path); }
  IppPeer& peer() { return peer_; }
  bool was_asked(ipp_op_t operation) const {
    const auto all = peer_.operations();
    return std::find(all.begin(), all.end(), operation) != all.end();
  }

  // Knobs; set before the printer is used, or guarded by `mutex`.
  bool accepting = true, knows_create_job = true, many_documents = false, silent_job = false;
  ipp_status_t create_status = IPP_STATUS_OK, send_status = IPP_STATUS_OK;
  std::vector<ipp_jstate_t> states{IPP_JSTATE_COMPLETED}; // job-state, look by look; the last stays
  std::vector<const char*> printer_reasons{"none"};
  const char* job_reason = "none";
  bool refuse_paper = false;
  std::function<std::optional<IppPeer::Said>(const IppPeer::Asked&)> before; // may answer itself

  std::mutex mutex;
  std::vector<std::string> documents;
  std::vector<ipp::Message> jobs; // Create-Job and Print-Job
  std::vector<bool> lasts;        // last-document

private:
  IppPeer::Said play(const IppPeer::Asked& asked) {
    const std::lock_guard lock(mutex);
    if (before)
      if (const auto said = before(asked)) return *said;
    switch (asked.operation()) {
    case IPP_OP_GET_PRINTER_ATTRIBUTES:
      return ipp_answer(asked, IPP_STATUS_OK, [this](ipp_t* all) { describe(all); });
    case IPP_OP_PRINT_JOB:
      documents.push_back(asked.document);
      return take_job(asked, send_status);
    case IPP_OP_CREATE_JOB:
      return take_job(asked, create_status);
    case IPP_OP_SEND_DOCUMENT:
      documents.push_back(asked.document);
      lasts.push_back(asked.message.boolean(IPP_TAG_OPERATION, "last-document").value_or(false));
      return ipp_answer(asked, send_status);
    case IPP_OP_GET_JOB_ATTRIBUTES:
      if (silent_job) return {.silent = true};
      return ipp_answer(asked, IPP_STATUS_OK, [this](ipp_t* all) { describe_job(all); });
    default:
      return ipp_answer(asked);
    }
  }

  IppPeer::Said take_job(const IppPeer::Asked& asked, ipp_status_t status) {
    if (auto copy = ipp::Message::parse(as_bytes(asked.message.encode())))
      jobs.push_back(std::move(*copy));
    return ipp_answer(asked, status, [&](ipp_t* all) {
      if (refuse_paper)
        ippAddString(all, IPP_TAG_UNSUPPORTED_GROUP, IPP_TAG_KEYWORD, "media-col", nullptr, "x");
      if (status == IPP_STATUS_OK) ippAddInteger(all, IPP_TAG_JOB, IPP_TAG_INTEGER, "job-id", 7);
    });
  }

  void describe_job(ipp_t* all) {
    ippAddInteger(all, IPP_TAG_JOB, IPP_TAG_ENUM, "job-state", states.front());
    ippAddString(all, IPP_TAG_JOB, IPP_TAG_KEYWORD, "job-state-reasons", nullptr, job_reason);
    if (states.size() > 1) states.erase(states.begin());
  }

  void describe(ipp_t* all) const {
    const auto keywords = [all](const char* name, std::vector<const char*> values) {
      ippAddStrings(all, IPP_TAG_PRINTER, IPP_TAG_KEYWORD, name, static_cast<int>(values.size()),
                    nullptr, values.data());
    };
    const char* const formats[] = {"image/pwg-raster", "image/jpeg"};
    ippAddStrings(all, IPP_TAG_PRINTER, IPP_TAG_MIMETYPE, "document-format-supported", 2, nullptr,
                  formats);
    keywords("pwg-raster-document-type-supported", {"sgray_8", "srgb_8"});
    const int dpi[] = {300, 600};
    ippAddResolutions(all, IPP_TAG_PRINTER, "pwg-raster-document-resolution-supported", 2,
                      IPP_RES_PER_INCH, dpi, dpi);
    ippAddResolution(all, IPP_TAG_PRINTER, "printer-resolution-supported", IPP_RES_PER_INCH, 600,
                     600);
    keywords("sides-supported", {"one-sided"});
    keywords("media-col-supported", {"media-size", "media-type"});
    keywords("media-type-supported", {"stationery"});
    const int qualities[] = {4, 5};
    ippAddIntegers(all, IPP_TAG_PRINTER, IPP_TAG_ENUM, "print-quality-supported", 2, qualities);
    ippAddRange(all, IPP_TAG_PRINTER, "copies-supported", 1, 5);
    ippAddBoolean(all, IPP_TAG_PRINTER, "multiple-document-jobs-supported", many_documents);
    ippAddBoolean(all, IPP_TAG_PRINTER, "printer-is-accepting-jobs", accepting);
    const int with[] = {IPP_OP_PRINT_JOB, IPP_OP_CREATE_JOB, IPP_OP_SEND_DOCUMENT};
    ippAddIntegers(all, IPP_TAG_PRINTER, IPP_TAG_ENUM, "operations-supported",
                   knows_create_job ? 3 : 1, with);
    keywords("printer-state-reasons", printer_reasons);
    ippAddString(all, IPP_TAG_PRINTER, IPP_TAG_TEXT, "printer-state-message", nullptr, "hm");
  }

  IppPeer peer_; // the last member: it calls play()
};

} // namespace platen::test
