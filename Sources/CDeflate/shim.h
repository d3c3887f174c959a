#ifndef MARTLET_CDEFLATE_SHIM_H
#define MARTLET_CDEFLATE_SHIM_H

#include <libdeflate.h>

#endif
