#pragma once

#include "remote/session.h"

namespace platen::app {

// What -m, -v and -o say of a printer, as attributes of its group: platen-model, device-uri,
// printer-info and its like as they are, any other NAME as NAME-default (docs/protocols/ipp.md).
Result<void> add_printer_settings(Request& request, const Arguments& arguments);

// Unless --no-probe says otherwise, the server asks a new device for its languages. Of the
// operation group, so before the others.
void ask_for_probe(Request& request, const Arguments& arguments);
inline constexpr Flag no_probe_flag{0, "no-probe", "", "do not ask the device what it is and has"};
// At which ports jobs come from systems that know no IPP.
inline constexpr Flag raw_port_flag{0, "raw-port", "PORT",
                                    "take jobs at this TCP port as well; 0: no more"};
inline constexpr Flag lpd_flag{0, "lpd", "YES-NO", "take jobs by LPD as well: yes, or no"};
// Which parts of its model a unit is without (model/fitted.h).
inline constexpr Flag not_fitted_flag{
    0, "not-fitted", "PARTS",
    "this printer does not have them (tray-2,...); none: it has them all"};
bool has_own_flags(const Arguments& arguments); // one of these three

// Sends it, and says what was found and chosen of a device that was asked.
Result<void> send_printer_settings(Session& session, const Request& request);

} // namespace platen::app
