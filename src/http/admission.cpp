#include "http/admission.h"

namespace platen::http {

Verdict admit(const Source& source, const Crowd& crowd, const Room& room) {
  if (crowd.all >= room.all) return Verdict::full;
  const std::size_t share = source.this_machine ? room.all - room.all / 4 : room.each_address;
  if (crowd.from_source >= share) return Verdict::address_full;
  if (!source.this_machine && crowd.all >= room.all - room.all / 16) return Verdict::network_full;
  return Verdict::admitted;
}

} // namespace platen::http
