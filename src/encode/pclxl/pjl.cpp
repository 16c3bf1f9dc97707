#include "encode/pclxl/pjl.h"

#include "encode/clean_text.h"

namespace platen::encode::pclxl {

namespace {

constexpr std::string_view uel = "\x1b%-12345X"; // universal exit language: back to PJL
constexpr std::string_view end_of_line = "\r\n";

std::string line(std::string_view words) {
  return "@PJL " + std::string(words) + std::string(end_of_line);
}

bool continues_character(char c) {
  return (static_cast<unsigned char>(c) & 0xc0) == 0x80;
}

} // namespace

std::string pjl_text(std::string_view text) {
  constexpr std::size_t most_characters = 80;
  std::string out;
  std::size_t characters = 0;
  for (const char c : clean_text(text)) {
    if (!continues_character(c) && ++characters > most_characters) break;
    out += c == '"' ? '\'' : c;
  }
  return out;
}

std::string pjl_begin(const model::Ticket& ticket, bool tell, std::string_view language) {
  std::string job(uel);
  if (tell) job += line("USTATUS DEVICE=ON") + line("USTATUS PAGE=ON");
  job += line("JOB NAME=\"" + pjl_text(ticket.job_name) + '"');
  if (!ticket.user_name.empty()) job += line("SET USERNAME=\"" + pjl_text(ticket.user_name) + '"');
  job += line("SET RESOLUTION=" + std::to_string(ticket.resolution.v));
  job += line(ticket.toner_save == model::TonerSave::printer ? "SET ECONOMODE=ON"
                                                             : "SET ECONOMODE=OFF");
  return job + line("ENTER LANGUAGE=" + std::string(language));
}

std::string pjl_end(const model::Ticket& ticket) {
  return std::string(uel) + line("EOJ NAME=\"" + pjl_text(ticket.job_name) + '"') +
         std::string(uel);
}

std::string pjl_identify() {
  return std::string(uel) + line("INFO ID") + line("INFO CONFIG");
}

std::string pjl_be_quiet() {
  return line("USTATUSOFF");
}

std::string pjl_echo(std::string_view words) {
  return line("ECHO " + std::string(words));
}

} // namespace platen::encode::pclxl
