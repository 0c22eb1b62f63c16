def matte_backdrop(rgba): raise NotImplementedError
