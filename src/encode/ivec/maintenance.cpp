#include "encode/ivec/maintenance.h"

#include "base/limits.h"
#include "encode/ivec/questions.h"
#include "encode/ivec/xml_writer.h"

#include <algorithm>

namespace platen::encode::ivec {

namespace {

struct Function {
  std::string_view name, operation, type;
  bool of_ink; // names an ink group
};
constexpr Function functions[] = {
    {"nozzle-check", "TestPrint", "nozzle_check", false},
    {"cleaning", "Cleaning", "regular", true},
    {"deep-cleaning", "Cleaning", "deep", true},
    {"alignment", "TestPrint", "auto_registration", false},
};

constexpr std::string_view job_id = "00000002"; // as every IVEC job of Canon's driver

XmlWriter begin(std::string_view operation) {
  XmlWriter xml(R"(<?xml version="1.0" encoding="utf-8"?>)");
  xml.open(R"(cmd xmlns:ivec="http://www.canon.com/ns/cmd/2008/07/common/")");
  xml.open("ivec:contents").element("ivec:operation", operation);
  xml.open(R"(ivec:param_set servicetype="maintenance")");
  return xml;
}
std::string end(XmlWriter xml) {
  return xml.close("ivec:param_set").close("ivec:contents").close("cmd").take();
}

std::string start_job(const MaintenanceNames& names) {
  XmlWriter xml = begin("StartJob");
  xml.element("ivec:jobID", job_id).element("ivec:bidi", "1");
  xml.element("ivec:jobname", "Maintenance").element("ivec:username", names.user);
  xml.element("ivec:computername", names.computer);
  return end(std::move(xml));
}

std::string set_time(std::string_view local_time) {
  XmlWriter xml = begin("SetJobConfiguration");
  xml.element("ivec:jobID", job_id).element("ivec:datetime", local_time);
  return end(std::move(xml));
}

std::string operation(const Function& function) {
  XmlWriter xml = begin(function.operation);
  if (function.of_ink) xml.element("ivec:inkgroup", "all");
  xml.element("ivec:type", function.type).element("ivec:jobID", job_id);
  return end(std::move(xml));
}

std::string end_job() {
  XmlWriter xml = begin("EndJob");
  xml.element("ivec:jobID", job_id);
  return end(std::move(xml));
}

// Which element lists the types is not known: the word counts wherever it stands in a list.
bool lists(const Answer& answer, std::string_view word) {
  return std::ranges::any_of(answer.elements, [&](const Element& element) {
    std::string_view text = element.text;
    while (!text.empty()) {
      const std::string_view one = text.substr(0, text.find(','));
      if (one == word) return true;
      text.remove_prefix(std::min(one.size() + 1, text.size()));
    }
    return false;
  });
}

} // namespace

Result<void> maintain(Conversation& conversation, DeviceLink& device, std::string_view name,
                      const MaintenanceNames& names) {
  const auto* const function = std::ranges::find(functions, name, &Function::name);
  if (function == std::end(functions))
    return fail(Errc::unsupported, "IVEC has no function \"" + std::string(name) + "\"");
  if (!Conversation::can_answer(device))
    return fail(Errc::unsupported, "maintenance needs a printer that answers, not a file");
  TRY(const auto answer, conversation.ask(device, get_capability_of("maintenance"), "GetCapability",
                                          limits::device_answer));
  if (!answer)
    return fail(Errc::unsupported, "the printer does not say which maintenance it can do");
  TRY_VOID(check_refusal(*answer));
  if (!lists(*answer, function->type))
    return fail(Errc::unsupported, "the printer does not offer \"" + std::string(name) + "\"");
  const auto tell = [&](const std::string& document, std::string_view what) {
    return conversation.tell(device, document, what, limits::device_answer);
  };
  TRY_VOID(tell(start_job(names), "StartJob"));
  if (answer->find("datetime") != nullptr)
    TRY_VOID(tell(set_time(names.local_time), "SetJobConfiguration"));
  // A printer may answer when it has done it.
  TRY_VOID(
      conversation.tell(device, operation(*function), function->operation, limits::device_stall));
  return tell(end_job(), "EndJob");
}

} // namespace platen::encode::ivec
