#pragma once

namespace platen::server {

// Large blocks (pixels, what checks a password) go back to the system when they are let go, and
// what is free at the end of a heap with them. Otherwise each of the many short threads that print
// leaves some MB in one of the allocator's heaps, and the server grows for an hour before it is
// flat.
void return_freed_memory();

} // namespace platen::server
