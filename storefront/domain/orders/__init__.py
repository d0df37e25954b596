"""From a bag to a parcel: placing, paying, packing, cancelling, giving back.

the checkout's pages     steps, drafting, buying
placing an order         checkout/ (a process of several transactions), from_bag, totals, taxes, numbers, cash
paying for it            settlement (where browser, webhook and sweep meet), webhooks, sweep
what staff do            fulfilment, restocking, refunds, addressing, heads, notices
what a buyer asks for    returns, links, mails
states and their moves   states (pure tables), transitions (the only place that moves an order), journal, sold
reading and checking     queries, audit, reconciliation, together
people, other shops      personal, adopting
"""
