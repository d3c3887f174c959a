#ifndef MARTLET_CQRENCODE_SHIM_H
#define MARTLET_CQRENCODE_SHIM_H

#include <qrencode.h>

#endif
