import fc from 'fast-check';

// A property's thousands of inputs would be drawn for every mutant: a moment of them tells enough.
fc.configureGlobal({ interruptAfterTimeLimit: 150, markInterruptAsFailure: false });
