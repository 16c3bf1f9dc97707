#pragma once

#include "encode/language.h"
#include "model/ticket.h"

// What the tests of the laser printers' languages print.
namespace platen::encode {

inline model::Ticket ticket() {
  model::Ticket ticket;
  ticket.job_name = "Letter";
  ticket.user_name = "ann";
  ticket.media_type = "stationery";
  ticket.media_source = "tray-1";
  ticket.resolution = Dpi{600};
  return ticket;
}

inline SideSpec spec(const PageShape& raster) {
  SideSpec spec;
  spec.last = true;
  spec.media = {"iso_a4_210x297mm", Hmm{21000}, Hmm{29700}};
  spec.margins = {Hmm{500}, Hmm{500}, Hmm{500}, Hmm{500}};
  spec.resolution = Dpi{600};
  spec.raster = raster;
  return spec;
}

} // namespace platen::encode
