#include "encode/pages/page_settings.h"

#include "model/words.h"

namespace platen::encode {

namespace {

std::string media_col(const model::Ticket& ticket, const model::MediaSize& media) {
  std::string text = "{media-size={x-dimension=" + std::to_string(media.width.v) +
                     " y-dimension=" + std::to_string(media.height.v) + "}";
  if (ticket.borderless)
    for (const char* edge : {"top", "bottom", "left", "right"})
      text += " media-" + std::string(edge) + "-margin=0";
  if (!ticket.media_type.empty()) text += " media-type=" + ticket.media_type;
  if (!ticket.media_source.empty()) text += " media-source=" + ticket.media_source;
  return text + "}";
}

} // namespace

std::vector<std::pair<std::string, std::string>>
page_settings(const model::Ticket& ticket, const model::MediaSize& media, const PageForm& form) {
  std::vector<std::pair<std::string, std::string>> settings{
      {"job-name", ticket.job_name},
      {"requesting-user-name", ticket.user_name},
      {"media-col", media_col(ticket, media)},
      {"sides", std::string(model::to_string(ticket.sides))},
      {"print-quality", std::to_string(static_cast<int>(ticket.quality))},
      {"print-color-mode", std::string(model::to_string(ticket.color_mode))},
      {"print-rendering-intent", std::string(model::to_string(ticket.intent))},
      {"printer-resolution", model::to_string(form.resolution)},
      {"print-scaling", "none"}, // a page is the whole sheet
  };
  if (form.device_copies && ticket.copies > 1) {
    settings.emplace_back("copies", std::to_string(ticket.copies));
    settings.emplace_back("multiple-document-handling",
                          std::string(model::to_string(ticket.collate)));
  }
  return settings;
}

} // namespace platen::encode
