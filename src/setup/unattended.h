#pragma once

#include "setup/wishes.h"

namespace platen::setup {

// Sets up the one device that there is, or the one that is named, and asks nobody. Whatever is
// wrong before the printer is there leaves everything as it was. A device that is a printer already
// is that printer. Errc::conflict: several could be meant; not_found: none, or none that fits.
Result<Outcome> set_up_alone(Workshop& workshop, Person& person, const Wishes& wishes);

} // namespace platen::setup
