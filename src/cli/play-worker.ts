import { serve } from '../io/serve.ts';
import { playerOf } from '../projection/simulate/players.ts';

// A thread that plays parts of simulations.
serve(playerOf);
