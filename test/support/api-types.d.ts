export interface paths {
  '/api/auth/register': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['AuthController_register'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/login': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['AuthController_login'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/refresh': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['AuthController_refresh'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/logout': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['AuthController_logout'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/password': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['AuthController_changePassword'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/auth/me': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ProfileController_find'];
    put: operations['ProfileController_change'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/notifications': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['NotificationController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/notifications/unread-count': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['NotificationController_unreadCount'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/notifications/stream-ticket': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** A ticket for one stream, for an EventSource, which can send no header */
    post: operations['NotificationController_streamTicket'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/notifications/stream': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /**
     * New notifications as they come, as server-sent events
     * @description Events `notification` (a Notification) and `unread` (an unread count), each with the id by which a reader resumes.
     */
    get: operations['NotificationController_stream'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/notifications/read-all': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['NotificationController_readAll'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/notifications/{id}/read': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['NotificationController_read'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/notifications/unsubscribe': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A page with a button that ends the e-mail reminders */
    get: operations['UnsubscribeController_page'];
    put?: never;
    /** Ends the e-mail reminders, as the button does and as mail programs do (RFC 8058) */
    post: operations['UnsubscribeController_stop'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/doctors': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorController_listActive'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/doctors': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorController_listAll'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/update-user-role': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['DoctorController_changeRole'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/appointment-hours': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ClientHourController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/appointment-hours/doctor/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ClientHourController_ofDoctor'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/appointment-hours/doctor/{id}/day/{day}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ClientHourController_ofDay'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/appointment-hours': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['AdminHourController_list'];
    put?: never;
    post: operations['AdminHourController_add'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/appointment-hours/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['AdminHourController_setActive'];
    post?: never;
    delete: operations['AdminHourController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/getAppointments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ClientAppointmentsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/appointments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ClientAppointmentsController_book'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/appointments/{id}.ics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ClientAppointmentsController_calendar'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/appointments/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['ClientAppointmentsController_reschedule'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/appointments/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ClientAppointmentsController_cancel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/getAppointments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['AdminAppointmentsController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/appointments/bulk-cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['AdminAppointmentsController_cancelMany'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/appointments/{id}/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['AdminAppointmentsController_changeStatus'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/my-appointments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorAppointmentsController_own'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/{id}/appointments': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorAppointmentsController_ofDoctor'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/appointments-by-userid': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['DoctorAppointmentsController_ofUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/appointments/{id}/status': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['DoctorAppointmentsController_changeStatus'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/getReviews': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ClientReviewController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/reviews': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['ClientReviewController_write'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/my-reviews': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorReviewController_own'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/{id}/reviews': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorReviewController_ofDoctor'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/reviews-by-userid': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['DoctorReviewController_ofUser'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/my-medical-reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorReportController_own'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/medical-reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['DoctorReportController_write'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/medical-reports/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorReportController_one'];
    put: operations['DoctorReportController_rewrite'];
    post?: never;
    delete: operations['DoctorReportController_remove'];
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/doctor/medical-reports/appointment/{appointmentId}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['DoctorReportController_ofAppointment'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/client/medical-reports': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['ClientReportController_own'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/jobs/stats': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** How many jobs there are, and how fast they go */
    get: operations['JobStatsController_stats'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/jobs/history': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The runs that ended in each hour of a day or on each day of a week, the oldest first */
    get: operations['JobStatsController_history'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/jobs/bulk': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /**
     * Requeue, cancel or run now many jobs: 1,000 commit at a time
     * @description Where there are more than 10,000 the answer names a job that does it by and by.
     */
    post: operations['BulkController_act'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Jobs */
    get: operations['JobAdminController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/jobs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** A job with its history, its log and what it concerns */
    get: operations['JobAdminController_find'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/jobs/{id}/requeue': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Give a finished job as many attempts again as its type has */
    post: operations['JobAdminController_requeue'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/jobs/{id}/cancel': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Cancel an open job, or put a failed one away; one that runs can commit nothing more */
    post: operations['JobAdminController_cancel'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/jobs/{id}/run-now': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Make a job that waits due at once */
    post: operations['JobAdminController_runNow'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/queues': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Queues: what is due in them, what holds for them and how fast they go */
    get: operations['QueueAdminController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/queues/{name}/pause': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Begin no more of its jobs; what runs goes on */
    post: operations['QueueAdminController_pause'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/queues/{name}/resume': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Let a paused queue go on */
    post: operations['QueueAdminController_resume'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/queues/{name}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Limit how many of its jobs run at once or begin in a minute */
    put: operations['QueueAdminController_edit'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/recurring-jobs': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Recurring jobs with their next five occurrences */
    get: operations['RecurringAdminController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/recurring-jobs/{id}/trigger': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Run it at once, disabled or not; its own times stay as they are */
    post: operations['RecurringAdminController_trigger'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/recurring-jobs/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    /** Enable or disable it, or set when it runs; a later release leaves what was set here */
    put: operations['RecurringAdminController_edit'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/servers': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The processes that run jobs */
    get: operations['ServerAdminController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/audit': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Who did what to what, when and why; the newest first */
    get: operations['AuditTrailController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/deliveries': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** The ledger of e-mails, the newest first */
    get: operations['DeliveryAdminController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/deliveries/{id}/resend': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    /** Send a mail again that failed, was skipped or may not have arrived: the same, by a job of its own */
    post: operations['DeliveryAdminController_resend'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/users': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['AdminUserController_list'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/users/{id}': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put: operations['AdminUserController_change'];
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/users/{id}/export': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['PersonalDataController_export'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/users/{id}/erase': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get?: never;
    put?: never;
    post: operations['PersonalDataController_erase'];
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/api/admin/dashboard': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    get: operations['FiguresController_now'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/live': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process runs */
    get: operations['HealthController_live'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/health/ready': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Whether the process can serve: 503 without its database and while it stops */
    get: operations['HealthController_ready'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
  '/metrics': {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    /** Figures for Prometheus: to METRICS_TOKEN, and in development to this machine */
    get: operations['MetricsController_read'];
    put?: never;
    post?: never;
    delete?: never;
    options?: never;
    head?: never;
    patch?: never;
    trace?: never;
  };
}
export type webhooks = Record<string, never>;
export interface components {
  schemas: {
    RegisterBody: {
      userName: string;
      firstName: string;
      lastName: string;
      displayName: string;
      /** Format: email */
      email: string;
      password: string;
      dateOfBirth?: string | null;
      /** @description 0 male, 1 female, 2 other */
      gender?: number | null;
    };
    Message: {
      message: string;
    };
    LoginBody: {
      email: string;
      password: string;
    };
    SignIn: {
      email: string;
      /** @enum {string} */
      role: 'Admin' | 'Client' | 'Doctor';
      /** @description A JWT, to be sent as Authorization: Bearer. */
      token: string;
      /** Format: date-time */
      expiry: string;
    };
    ChangePasswordBody: {
      current: string;
      next: string;
    };
    Profile: {
      /** Format: uuid */
      id: string;
      userName: string;
      email: string;
      firstName: string;
      lastName: string;
      displayName: string;
      dateOfBirth: string | null;
      /** @description 0 male, 1 female, 2 other */
      gender: number | null;
      /** @enum {string} */
      role: 'Admin' | 'Client' | 'Doctor';
      /** Format: date-time */
      createdAt: string;
      isActive: boolean;
      /** @enum {string} */
      language: 'en' | 'ro';
      emailReminders: boolean;
      /** @description Minutes before a visit, the earliest reminder first. */
      reminderOffsets: number[];
    };
    UpdateProfileBody: {
      displayName?: string | null;
      language?: ('en' | 'ro') | null;
      emailReminders?: boolean[];
      /** @description Minutes before a visit, of those that the clinic offers; none: no reminders; null: all of them. */
      reminderOffsets?: number[] | null;
    };
    Notification: {
      id: string;
      userId: string;
      title: string;
      message: string;
      /** @description 0 created, 1 modified, 2 reminder, 3 cancelled, 4 completed, 5 alert */
      type: number;
      /** @enum {string} */
      typeName: 'created' | 'modified' | 'reminder' | 'cancelled' | 'completed' | 'alert';
      appointmentId: string | null;
      /** Format: date-time */
      createdAt: string;
      isRead: boolean;
      readAt: string | null;
      /** @description Whether the same was sent by e-mail. */
      emailSent: boolean;
    };
    UnreadCount: {
      count: number;
    };
    StreamTicket: {
      /** @description Opens one stream within 30 s: GET /api/notifications/stream?ticket=… */
      ticket: string;
    };
    Doctor: {
      id: number;
      firstName: string;
      lastName: string;
      specialization: string;
      email: string;
      phone: string | null;
      isActive: boolean;
      /** @description One decimal; 0 without reviews. */
      averageRating: number;
      totalReviews: number;
    };
    UpdateUserRoleBody: {
      userId: string;
      /** @enum {string} */
      roleName: 'Admin' | 'Client' | 'Doctor';
      /** @description Required for Doctor. */
      specialization?: string | null;
      /** @description Taken for Doctor; without it a former phone is kept. */
      phone?: string | null;
    };
    UserRoleView: {
      message: string;
      /** @description Of somebody who is no doctor any more: the ids of the appointments still ahead, which stay. */
      affectedAppointments?: string[];
    };
    DoctorHours: {
      doctorId: string;
      doctorName: string;
      doctorSpecialization: string;
      appointmentHours: {
        id: string;
        doctorId: string;
        hour: string;
        /** @enum {string} */
        dayOfWeek: 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday';
        isActive: boolean;
        /** Format: date-time */
        createdAt: string;
        updatedAt: string | null;
      }[];
    };
    Hour: {
      id: string;
      doctorId: string;
      hour: string;
      /** @enum {string} */
      dayOfWeek: 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday';
      isActive: boolean;
      /** Format: date-time */
      createdAt: string;
      updatedAt: string | null;
    };
    CreateHourBody: {
      doctorId: string;
      hour: string;
      /** @enum {string} */
      dayOfWeek: 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday';
      /** @default true */
      isActive: boolean;
    };
    UpdateHourBody: {
      isActive: boolean;
    };
    ChangedHour: {
      id: string;
      doctorId: string;
      hour: string;
      /** @enum {string} */
      dayOfWeek: 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday';
      isActive: boolean;
      /** Format: date-time */
      createdAt: string;
      updatedAt: string | null;
      /** @description The ids of the open appointments still ahead at a start that is closed now. They stay. */
      affectedAppointments: string[];
    };
    RemovedHourView: {
      message: string;
      /** @description The ids of the open appointments still ahead at a start that is closed now. They stay. */
      affectedAppointments: string[];
    };
    Appointment: {
      id: string;
      clientId: string;
      clientName: string;
      doctorId: string;
      doctorName: string;
      doctorSpecialization: string;
      /** Format: date */
      appointmentDate: string;
      appointmentTime: string;
      /** @enum {string} */
      status: 'scheduled' | 'in-progress' | 'completed' | 'cancelled' | 'no-show';
      reason: string;
      notes: string | null;
      /** Format: date-time */
      createdAt: string;
      /** Format: date-time */
      startsAt: string;
      /** Format: date-time */
      endsAt: string;
      timeZone: string;
      version: number;
      reminders: {
        /** @description Minutes before the start. */
        offset: number;
        /** Format: date-time */
        dueAt: string;
        /** @enum {string} */
        state: 'scheduled' | 'sent' | 'skipped' | 'cancelled' | 'failed';
        reason: string | null;
        jobId: string | null;
      }[];
    };
    BookAppointment: {
      doctorId: string;
      /** Format: date */
      appointmentDate: string;
      appointmentTime: string;
      reason: string;
      notes?: string | null;
      /** @description For whom an Admin books; ignored from anyone else. */
      clientId?: string;
    };
    RescheduleAppointment: {
      /** Format: date */
      appointmentDate: string;
      appointmentTime: string;
    };
    CancelAppointment: {
      reason?: string | null;
    };
    CancelMany: {
      ids: string[];
      reason: string;
    };
    BulkChange: {
      /** @description How many of the ids are those of appointments. */
      matched: number;
      /** @description How many of these were open, and are cancelled now. */
      changed: number;
    };
    ChangeStatusAsAdmin: {
      /** @enum {string} */
      status: 'scheduled' | 'in-progress' | 'completed' | 'cancelled' | 'no-show';
      /** @description Kept for the staff; never mailed. */
      adminNotes?: string | null;
    };
    AppointmentsByUser: {
      doctorUserId: string;
    };
    ChangeStatus: {
      /** @enum {string} */
      status: 'scheduled' | 'in-progress' | 'completed' | 'cancelled' | 'no-show';
    };
    Review: {
      id: string;
      doctorId: string;
      doctorName: string;
      clientId: string;
      clientName: string;
      rating: number;
      comment: string | null;
      /** Format: date-time */
      createdAt: string;
      appointmentId: string;
      /** Format: date */
      appointmentDate: string;
    };
    WriteReview: {
      appointmentId: string;
      rating: number;
      comment?: string | null;
      /** @description Not looked at: the doctor is that of the appointment. */
      doctorId?: string;
    };
    ReviewsByUser: {
      doctorUserId: string;
    };
    MedicalReport: {
      id: string;
      appointmentId: string;
      doctorId: string;
      doctorName: string;
      doctorSpecialization: string;
      patientId: string;
      patientName: string;
      /** Format: date */
      appointmentDate: string;
      appointmentTime: string;
      antecedente: string | null;
      simptome: string | null;
      clinice: string | null;
      paraclinice: string | null;
      diagnostic: string | null;
      recomandari: string | null;
      /** Format: date-time */
      createdAt: string;
      updatedAt: string | null;
      version: number;
    };
    WriteReport: {
      appointmentId: string;
      antecedente?: string | null;
      simptome?: string | null;
      clinice?: string | null;
      paraclinice?: string | null;
      diagnostic?: string | null;
      recomandari?: string | null;
    };
    RewriteReport: {
      antecedente?: string | null;
      simptome?: string | null;
      clinice?: string | null;
      paraclinice?: string | null;
      diagnostic?: string | null;
      recomandari?: string | null;
    };
    /**
     * @example {
     *       "at": "2027-01-05T12:00:00.000Z",
     *       "states": {
     *         "scheduled": "10000+",
     *         "enqueued": "3",
     *         "processing": "2",
     *         "succeeded": "8120",
     *         "failed": "1",
     *         "deleted": "12",
     *         "awaiting": "0"
     *       },
     *       "retries": "1",
     *       "queues": [
     *         {
     *           "name": "mail",
     *           "scheduled": "10000+",
     *           "enqueued": "3",
     *           "processing": "2",
     *           "succeeded": "8120",
     *           "failed": "1",
     *           "deleted": "12",
     *           "awaiting": "0"
     *         }
     *       ],
     *       "nextDueAt": "2027-01-05T12:00:30.000Z",
     *       "oldestDueAt": "2027-01-05T11:59:59.000Z",
     *       "failedLastHour": "1",
     *       "throughput": {
     *         "perMinute": 40,
     *         "succeeded": 2100,
     *         "failed": 1,
     *         "deleted": 4,
     *         "retried": 2
     *       },
     *       "latency": {
     *         "wait": {
     *           "p50": 5,
     *           "p95": 20,
     *           "p99": 50
     *         },
     *         "run": {
     *           "p50": 10,
     *           "p95": 100,
     *           "p99": 200
     *         }
     *       }
     *     }
     */
    JobStats: {
      /**
       * Format: date-time
       * @description When it was counted. Asked again within a second, the answer is the same.
       */
      at: string;
      states: {
        /** @description Counting stops at 10,000: `10000+`. */
        scheduled: string;
        /** @description Counting stops at 10,000: `10000+`. */
        enqueued: string;
        /** @description Counting stops at 10,000: `10000+`. */
        processing: string;
        /** @description Counting stops at 10,000: `10000+`. */
        succeeded: string;
        /** @description Counting stops at 10,000: `10000+`. */
        failed: string;
        /** @description Counting stops at 10,000: `10000+`. */
        deleted: string;
        /** @description Counting stops at 10,000: `10000+`. */
        awaiting: string;
      };
      /** @description Of those that wait: how many failed before. */
      retries: string;
      queues: {
        /** @description Counting stops at 10,000: `10000+`. */
        scheduled: string;
        /** @description Counting stops at 10,000: `10000+`. */
        enqueued: string;
        /** @description Counting stops at 10,000: `10000+`. */
        processing: string;
        /** @description Counting stops at 10,000: `10000+`. */
        succeeded: string;
        /** @description Counting stops at 10,000: `10000+`. */
        failed: string;
        /** @description Counting stops at 10,000: `10000+`. */
        deleted: string;
        /** @description Counting stops at 10,000: `10000+`. */
        awaiting: string;
        name: string;
      }[];
      /** @description When the next scheduled job is due. */
      nextDueAt: string | null;
      /** @description Since when the job that has waited longest is due. */
      oldestDueAt: string | null;
      /** @description How many failed in the last 60 minutes and have not been requeued. */
      failedLastHour: string;
      /** @description But for `perMinute`: of the runs since the last full hour but a half. */
      throughput: {
        /** @description How many ended in the last minute; an estimate where there are many. */
        perMinute: number;
        succeeded: number;
        failed: number;
        deleted: number;
        /** @description Runs that failed and whose job will be tried again. */
        retried: number;
      };
      /** @description Of the same runs. */
      latency: {
        /** @description From due to started, in milliseconds. */
        wait: {
          p50: number;
          p95: number;
          p99: number;
        } | null;
        /** @description From started to ended, in milliseconds. */
        run: {
          p50: number;
          p95: number;
          p99: number;
        } | null;
      };
    };
    /**
     * @example {
     *       "from": "2027-01-05T11:00:00.000Z",
     *       "to": "2027-01-05T12:00:00.000Z",
     *       "succeeded": 120,
     *       "failed": 0,
     *       "deleted": 2
     *     }
     */
    HistoryBucket: {
      /** Format: date-time */
      from: string;
      /**
       * Format: date-time
       * @description Not included; the last bucket has not ended yet.
       */
      to: string;
      succeeded: number;
      failed: number;
      deleted: number;
    };
    /**
     * @example {
     *       "action": "requeue",
     *       "filter": {
     *         "state": "failed",
     *         "queue": "mail"
     *       },
     *       "dryRun": true,
     *       "reason": "the mail server is back"
     *     }
     */
    BulkOrder: {
      /** @enum {string} */
      action: 'requeue' | 'cancel' | 'run-now';
      /** @description The jobs by their ids; or a filter, not both. */
      ids?: string[];
      /** @description The jobs that a list with this filter shows. */
      filter?: {
        /**
         * @description The state; or `retries`, those that failed before and will be tried again. Lists of scheduled and enqueued jobs and of retries begin with the soonest due, all others with the newest.
         * @enum {string}
         */
        state?: 'scheduled' | 'enqueued' | 'processing' | 'succeeded' | 'failed' | 'deleted' | 'awaiting' | 'retries';
        queue?: string;
        type?: string;
        key?: string;
        /** @description Exactly a job id, a key, a type, `name=value` of a tag, an appointment id or an e-mail address of a user. The newest come first. */
        q?: string;
        /**
         * Format: date
         * @description The first date, by the calendar of the clinic: of the due time in lists that are ordered by it, else of the creation.
         */
        from?: string;
        /**
         * Format: date
         * @description The last date, included.
         */
        to?: string;
      };
      /**
       * @description Only counts what the filter or the ids mean, up to 10,000.
       * @default false
       */
      dryRun: boolean;
      /** @description Shown in the histories, cut to 200 characters, and in the audit. */
      reason?: string | null;
    };
    /**
     * @example {
     *       "matched": 120,
     *       "more": false,
     *       "changed": 118,
     *       "jobId": null
     *     }
     * @example {
     *       "matched": 10000,
     *       "more": true,
     *       "changed": 0,
     *       "jobId": "4711"
     *     }
     */
    BulkOutcome: {
      /** @description How many jobs are meant. */
      matched: number;
      /** @description There are more than `matched` says: counting stops at 10,000. */
      more: boolean;
      /** @description How many have been changed. Those of the others whose state forbids it are left as they are. */
      changed: number;
      /** @description The job that changes them, where there are more than 10,000; its log and progress tell how far it is. */
      jobId: string | null;
    };
    /**
     * @example {
     *       "id": "4711",
     *       "type": "appointments.remind",
     *       "queue": "notifications",
     *       "state": "scheduled",
     *       "payload": {
     *         "appointmentId": 42,
     *         "sequence": 0,
     *         "offsetMinutes": 60
     *       },
     *       "key": "appointment:42:remind:60",
     *       "priority": "normal",
     *       "attempt": 0,
     *       "maxAttempts": 10,
     *       "createdAt": "2027-01-04T08:00:00.000Z",
     *       "dueAt": "2027-01-05T12:00:00.000Z",
     *       "startedAt": null,
     *       "finishedAt": null,
     *       "deadline": "2027-01-05T12:55:00.000Z",
     *       "server": null,
     *       "progress": null,
     *       "lastError": null,
     *       "expiresAt": null
     *     }
     */
    Job: {
      id: string;
      type: string;
      queue: string;
      /**
       * @description A job that waits for its time is scheduled until it is due, and enqueued from then on.
       * @enum {string}
       */
      state: 'scheduled' | 'enqueued' | 'processing' | 'succeeded' | 'failed' | 'deleted' | 'awaiting';
      payload: {
        [key: string]: unknown;
      };
      key: string | null;
      /** @enum {string} */
      priority: 'high' | 'normal' | 'low';
      /** @description How many attempts have been burned, a running one included. */
      attempt: number;
      maxAttempts: number;
      /** Format: date-time */
      createdAt: string;
      dueAt: string | null;
      startedAt: string | null;
      finishedAt: string | null;
      /** @description After it the job is not run any more. */
      deadline: string | null;
      /** @description Which server runs it, or ran it last when it has ended. */
      server: string | null;
      progress: number | null;
      lastError: string | null;
      /** @description From when on it may be removed; null: not by itself. */
      expiresAt: string | null;
    };
    /**
     * @example {
     *       "id": "4711",
     *       "type": "appointments.remind",
     *       "queue": "notifications",
     *       "state": "scheduled",
     *       "payload": {
     *         "appointmentId": 42,
     *         "sequence": 0,
     *         "offsetMinutes": 60
     *       },
     *       "key": "appointment:42:remind:60",
     *       "priority": "normal",
     *       "attempt": 0,
     *       "maxAttempts": 10,
     *       "createdAt": "2027-01-04T08:00:00.000Z",
     *       "dueAt": "2027-01-05T12:00:00.000Z",
     *       "startedAt": null,
     *       "finishedAt": null,
     *       "deadline": "2027-01-05T12:55:00.000Z",
     *       "server": null,
     *       "progress": null,
     *       "lastError": null,
     *       "expiresAt": null,
     *       "history": [
     *         {
     *           "state": "scheduled",
     *           "at": "2027-01-04T08:00:00.000Z",
     *           "reason": null,
     *           "data": {
     *             "dueAt": "2027-01-05T12:00:00.000Z"
     *           }
     *         }
     *       ],
     *       "log": [],
     *       "related": [
     *         {
     *           "kind": "appointment",
     *           "id": "42",
     *           "detail": "Dan Pop",
     *           "at": "2027-01-05T13:00:00.000Z"
     *         }
     *       ]
     *     }
     */
    JobDetail: {
      id: string;
      type: string;
      queue: string;
      /**
       * @description A job that waits for its time is scheduled until it is due, and enqueued from then on.
       * @enum {string}
       */
      state: 'scheduled' | 'enqueued' | 'processing' | 'succeeded' | 'failed' | 'deleted' | 'awaiting';
      payload: {
        [key: string]: unknown;
      };
      key: string | null;
      /** @enum {string} */
      priority: 'high' | 'normal' | 'low';
      /** @description How many attempts have been burned, a running one included. */
      attempt: number;
      maxAttempts: number;
      /** Format: date-time */
      createdAt: string;
      dueAt: string | null;
      startedAt: string | null;
      finishedAt: string | null;
      /** @description After it the job is not run any more. */
      deadline: string | null;
      /** @description Which server runs it, or ran it last when it has ended. */
      server: string | null;
      progress: number | null;
      lastError: string | null;
      /** @description From when on it may be removed; null: not by itself. */
      expiresAt: string | null;
      /** @description Every change of state, the oldest first; the last 1000 where there are more. */
      history: {
        /**
         * @description A job that waits for its time is scheduled until it is due, and enqueued from then on.
         * @enum {string}
         */
        state: 'scheduled' | 'enqueued' | 'processing' | 'succeeded' | 'failed' | 'deleted' | 'awaiting';
        /** Format: date-time */
        at: string;
        reason: string | null;
        data: {
          [key: string]: unknown;
        };
      }[];
      /** @description The last 1000 lines, the oldest first. */
      log: {
        /** Format: date-time */
        at: string;
        /** @enum {string} */
        level: 'debug' | 'info' | 'warn' | 'error';
        message: string;
      }[];
      /** @description What the job concerns. */
      related: {
        /** @description appointment, notification, delivery or what another feature names. */
        kind: string;
        id: string;
        detail: string | null;
        at: string | null;
      }[];
    };
    /**
     * @example {
     *       "reason": "the mail server is back"
     *     }
     */
    JobAction: {
      /** @description Shown in the history, cut to 200 characters, and in the audit. */
      reason?: string | null;
    };
    /**
     * @example {
     *       "name": "mail",
     *       "depth": "3",
     *       "oldestDueAt": "2027-01-05T12:00:00.000Z",
     *       "running": 2,
     *       "perMinute": 40,
     *       "paused": false,
     *       "pausedBy": null,
     *       "pausedAt": null,
     *       "concurrency": null,
     *       "ratePerMinute": 60,
     *       "latency": {
     *         "wait": {
     *           "p50": 5,
     *           "p95": 20,
     *           "p99": 50
     *         },
     *         "run": {
     *           "p50": 10,
     *           "p95": 100,
     *           "p99": 200
     *         }
     *       }
     *     }
     */
    Queue: {
      name: string;
      /** @description How many of its jobs are due. */
      depth: string;
      /** @description Since when the first of them is. */
      oldestDueAt: string | null;
      running: number;
      /** @description How many ended in the last minute; an estimate where there are many. */
      perMinute: number;
      paused: boolean;
      /** @description The id of the user who paused it. */
      pausedBy: string | null;
      pausedAt: string | null;
      /** @description How many of its jobs may run at once over all servers. */
      concurrency: number | null;
      /** @description How many of its jobs may begin in a minute. */
      ratePerMinute: number | null;
      /** @description Of the runs since the last full hour but a half. */
      latency: {
        /** @description From due to started, in milliseconds. */
        wait: {
          p50: number;
          p95: number;
          p99: number;
        } | null;
        /** @description From started to ended, in milliseconds. */
        run: {
          p50: number;
          p95: number;
          p99: number;
        } | null;
      };
    };
    /**
     * @example {
     *       "reason": "the mail server is being moved"
     *     }
     */
    QueueAction: {
      /** @description Kept in the audit. */
      reason?: string | null;
    };
    /**
     * @example {
     *       "concurrency": 2,
     *       "ratePerMinute": null,
     *       "reason": "the printer is slow"
     *     }
     */
    QueueEdit: {
      /** @description How many of its jobs may run at once over all servers; null lifts the limit, absent keeps it. */
      concurrency?: number | null;
      /** @description How many of its jobs may begin in a minute; null lifts the limit, absent keeps it. It holds until the configuration says something else than it did before. */
      ratePerMinute?: number | null;
      /** @description Kept in the audit. */
      reason?: string | null;
    };
    /**
     * @example {
     *       "id": "appointments.close-past",
     *       "type": "appointments.close-past",
     *       "queue": "maintenance",
     *       "cron": "7 * * * *",
     *       "timeZone": "Europe/Bucharest",
     *       "misfire": "once",
     *       "enabled": true,
     *       "edited": false,
     *       "next": [
     *         "2027-01-05T12:07:00.000Z",
     *         "2027-01-05T13:07:00.000Z"
     *       ],
     *       "lastRunAt": "2027-01-05T11:07:00.000Z",
     *       "lastJobId": "4711",
     *       "error": null
     *     }
     */
    RecurringJob: {
      id: string;
      type: string;
      queue: string;
      cron: string;
      timeZone: string;
      /**
       * @description What becomes of occurrences missed in an outage: one run for all of them, a run for each, or none.
       * @enum {string}
       */
      misfire: 'once' | 'each' | 'skip';
      enabled: boolean;
      /** @description Whether cron, zone or misfire are others than the application declares. */
      edited: boolean;
      /** @description The next five occurrences; none while it is disabled. */
      next: string[];
      /** @description The last occurrence that became a job. */
      lastRunAt: string | null;
      /** @description The job that was enqueued last, by the clock or by hand. */
      lastJobId: string | null;
      /** @description Why the newest occurrence was not enqueued. */
      error: string | null;
    };
    /**
     * @example {
     *       "reason": "do not wait for the night"
     *     }
     */
    RecurringJobAction: {
      /** @description Shown in the history, cut to 200 characters, and in the audit. */
      reason?: string | null;
    };
    /**
     * @description What is absent stays as it is.
     * @example {
     *       "cron": "30 2 * * *",
     *       "timeZone": "Europe/Bucharest",
     *       "reason": "after the backup"
     *     }
     */
    RecurringJobEdit: {
      enabled?: boolean;
      /** @description 5 fields, or 6 with seconds first. */
      cron?: string;
      /** @description An IANA name, such as Europe/Bucharest. */
      timeZone?: string;
      /**
       * @description What becomes of occurrences missed in an outage: one run for all of them, a run for each, or none.
       * @enum {string}
       */
      misfire?: 'once' | 'each' | 'skip';
      /** @description Kept in the audit. */
      reason?: string | null;
    };
    /**
     * @example {
     *       "id": "clinic-1:41:6f1c2a90",
     *       "name": "clinic-1",
     *       "pid": 41,
     *       "role": "worker",
     *       "queues": [
     *         "maintenance",
     *         "notifications",
     *         "mail",
     *         "default"
     *       ],
     *       "workers": 20,
     *       "running": 2,
     *       "startedAt": "2027-01-05T06:00:00.000Z",
     *       "heartbeatAt": "2027-01-05T12:00:00.000Z",
     *       "alive": true
     *     }
     */
    Server: {
      id: string;
      /** @description The host. */
      name: string;
      pid: number;
      /** @description all, api or worker. */
      role: string;
      queues: string[];
      workers: number;
      running: number;
      /** Format: date-time */
      startedAt: string;
      /** Format: date-time */
      heartbeatAt: string;
      /** @description Whether its heartbeat is young enough; else others take its jobs over. */
      alive: boolean;
    };
    /**
     * @example {
     *       "id": "812",
     *       "at": "2027-01-05T12:00:00.000Z",
     *       "who": "3f0c6e0a-6a53-4a5c-9a0e-4d8f0a3c9d11",
     *       "action": "queue.pause",
     *       "targetType": "queue",
     *       "targetId": "mail",
     *       "reason": "the mail server is being moved",
     *       "data": {
     *         "before": {
     *           "paused": false
     *         },
     *         "after": {
     *           "paused": true
     *         }
     *       }
     *     }
     */
    AuditEntry: {
      id: string;
      /** Format: date-time */
      at: string;
      /** @description The id of the user; null: the system, or nobody known. */
      who: string | null;
      action: string;
      targetType: string;
      targetId: string;
      reason: string | null;
      /** @description What it was before and after, and the code of a refusal. */
      data: {
        [key: string]: unknown;
      };
    };
    /**
     * @example {
     *       "id": "17",
     *       "appointmentId": "42",
     *       "kind": "reminder",
     *       "sequence": 0,
     *       "offset": 60,
     *       "userId": "3f0c6e0a-6a53-4a5c-9a0e-4d8f0a3c9d11",
     *       "notificationId": "99",
     *       "jobId": "4711",
     *       "state": "failed",
     *       "reason": "refused",
     *       "response": "550 mailbox unavailable",
     *       "attempts": 1,
     *       "createdAt": "2027-01-05T12:00:00.000Z",
     *       "sendingAt": "2027-01-05T12:00:00.100Z",
     *       "finishedAt": "2027-01-05T12:00:00.400Z"
     *     }
     */
    Delivery: {
      id: string;
      appointmentId: string;
      /** @description created, modified, reminder or cancelled. */
      kind: string;
      /** @description Of the appointment, when it was written. */
      sequence: number;
      /** @description Of a reminder: the minutes before the start; else 0. */
      offset: number;
      /** @description Who it is for. */
      userId: string;
      /** @description What says the same in the application. */
      notificationId: string | null;
      /** @description The job that delivers it. */
      jobId: string | null;
      /** @enum {string} */
      state: 'pending' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';
      /** @description Why it was skipped, failed or is not repeated. */
      reason: string | null;
      /** @description The last answer of the mail server, without addresses. */
      response: string | null;
      /** @description How often it was begun to send. */
      attempts: number;
      /** Format: date-time */
      createdAt: string;
      sendingAt: string | null;
      finishedAt: string | null;
    };
    /**
     * @example {
     *       "reason": "the patient has a new address"
     *     }
     */
    DeliveryAction: {
      /** @description Kept in the audit. */
      reason?: string | null;
    };
    User: {
      /** Format: uuid */
      id: string;
      userName: string;
      email: string;
      firstName: string;
      lastName: string;
      displayName: string;
      dateOfBirth: string | null;
      /** @description 0 male, 1 female, 2 other */
      gender: number | null;
      /** @enum {string} */
      role: 'Admin' | 'Client' | 'Doctor';
      /** Format: date-time */
      createdAt: string;
      isActive: boolean;
      medicalReports: components['schemas']['MedicalReport'][];
    };
    ChangeAccount: {
      /** Format: email */
      email?: string;
      isActive?: boolean;
    };
    ChangedUser: {
      /** Format: uuid */
      id: string;
      userName: string;
      email: string;
      firstName: string;
      lastName: string;
      displayName: string;
      dateOfBirth: string | null;
      /** @description 0 male, 1 female, 2 other */
      gender: number | null;
      /** @enum {string} */
      role: 'Admin' | 'Client' | 'Doctor';
      /** Format: date-time */
      createdAt: string;
      isActive: boolean;
      medicalReports: components['schemas']['MedicalReport'][];
      /** @description Of somebody who is not active: the ids of the open appointments still ahead. They stay. */
      affectedAppointments: string[];
    };
    PersonalData: {
      user: {
        /** Format: uuid */
        id: string;
        userName: string;
        email: string;
        firstName: string;
        lastName: string;
        displayName: string;
        dateOfBirth: string | null;
        /** @description 0 male, 1 female, 2 other */
        gender: number | null;
        /** @enum {string} */
        role: 'Admin' | 'Client' | 'Doctor';
        isActive: boolean;
        language: string;
        emailReminders: boolean;
        reminderOffsets: number[] | null;
        /** Format: date-time */
        createdAt: string;
      };
      /** @description Each with its history. */
      appointments: {
        [key: string]: unknown;
      }[];
      /** @description Also those that were removed. */
      medicalReports: {
        [key: string]: unknown;
      }[];
      reviews: {
        [key: string]: unknown;
      }[];
      /** @description What they were told, in the app and by mail. */
      notices: {
        notifications: {
          [key: string]: unknown;
        }[];
        deliveries: {
          [key: string]: unknown;
        }[];
      };
      /** @description Those of late. */
      signIns: {
        [key: string]: unknown;
      }[];
    };
    EraseUser: {
      /** @description Kept in the audit. */
      reason: string;
      /** @description Cancels the open appointments of the user, whose doctors are told; without it they are in the way. */
      cancelAppointments?: boolean;
    };
    ErasedUser: {
      message: string;
      /** @description Their ids. */
      cancelledAppointments: string[];
    };
    Figures: {
      totalUsers: number;
      clientUsers: number;
      adminUsers: number;
      doctorUsers: number;
      /** @description Since the month began, by the calendar of the clinic. */
      newUsersThisMonth: number;
      totalAppointments: number;
      /** @description That start today, by the calendar of the clinic. */
      todayAppointments: number;
      /** @description That start this week, Monday to Sunday. */
      weeklyAppointments: number;
      appointmentsByStatus: {
        scheduled: number;
        completed: number;
        cancelled: number;
        noShow: number;
        inProgress: number;
      };
    };
    Liveness: {
      /** @constant */
      status: 'ok';
    };
    Readiness: {
      /** @enum {string} */
      status: 'ok' | 'degraded';
      checks: {
        [key: string]: 'up' | 'degraded';
      };
    };
    /** @description RFC 9457. `message` repeats `detail`. */
    Problem: {
      /** Format: uri */
      type: string;
      /** @description A sentence about this kind of problem. */
      title: string;
      status: number;
      /** @description A sentence about this case. */
      detail: string;
      /** @description The path that was asked for. */
      instance: string;
      /** @description The stable word to act on. */
      code: string;
      /** @description Names this request in the log. */
      traceId: string;
      message: string;
      /** @description Field to sentences. */
      errors?: {
        [key: string]: string[];
      };
    };
  };
  responses: never;
  parameters: never;
  requestBodies: never;
  headers: never;
  pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
  AuthController_register: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RegisterBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_login: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['LoginBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignIn'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_refresh: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['SignIn'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_logout: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuthController_changePassword: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangePasswordBody'];
      };
    };
    responses: {
      /** @description All other sign-ins have ended. */
      204: {
        headers: {
          [name: string]: unknown;
        };
        content?: never;
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProfileController_find: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ProfileController_change: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateProfileBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Profile'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationController_list: {
    parameters: {
      query?: {
        /** @description Only what was not read yet. */
        unread?: 'true' | 'false';
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Notification'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationController_unreadCount: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UnreadCount'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationController_streamTicket: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['StreamTicket'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationController_stream: {
    parameters: {
      query?: {
        /** @description As the header Last-Event-ID, which goes before it: for an EventSource that is opened anew. */
        lastEventId?: number;
        /** @description In the place of Authorization. */
        ticket?: string;
      };
      header?: {
        /** @description What was heard last: what came after it follows. */
        'Last-Event-ID'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/event-stream': string;
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationController_readAll: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  NotificationController_read: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  UnsubscribeController_page: {
    parameters: {
      query: {
        token: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  UnsubscribeController_stop: {
    parameters: {
      query: {
        token: string;
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/html': string;
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorController_listActive: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Doctor'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorController_listAll: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Doctor'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorController_changeRole: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateUserRoleBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['UserRoleView'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientHourController_list: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DoctorHours'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientHourController_ofDoctor: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Hour'][];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientHourController_ofDay: {
    parameters: {
      query?: {
        /** @description Leaves out the hours at which no visit can start on this date. */
        date?: string;
      };
      header?: never;
      path: {
        id: string;
        day: 'Sunday' | 'Monday' | 'Tuesday' | 'Wednesday' | 'Thursday' | 'Friday' | 'Saturday';
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Hour'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminHourController_list: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['DoctorHours'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminHourController_add: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CreateHourBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Hour'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminHourController_setActive: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['UpdateHourBody'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedHour'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminHourController_remove: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RemovedHourView'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientAppointmentsController_list: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientAppointmentsController_book: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BookAppointment'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientAppointmentsController_calendar: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/calendar': string;
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientAppointmentsController_reschedule: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag that what is changed must still have. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RescheduleAppointment'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It was changed meanwhile. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientAppointmentsController_cancel: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag that what is changed must still have. */
        'If-Match'?: string;
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CancelAppointment'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It was changed meanwhile. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminAppointmentsController_list: {
    parameters: {
      query?: {
        status?: 'scheduled' | 'in-progress' | 'completed' | 'cancelled' | 'no-show';
        doctorId?: string;
        /** @description The first date, by the calendar of the clinic. */
        from?: string;
        /** @description The last date, included. */
        to?: string;
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminAppointmentsController_cancelMany: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['CancelMany'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkChange'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminAppointmentsController_changeStatus: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag that what is changed must still have. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeStatusAsAdmin'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It was changed meanwhile. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorAppointmentsController_own: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorAppointmentsController_ofDoctor: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorAppointmentsController_ofUser: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['AppointmentsByUser'];
      };
    };
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorAppointmentsController_changeStatus: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag that what is changed must still have. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeStatus'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Appointment'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It was changed meanwhile. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientReviewController_list: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Review'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientReviewController_write: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WriteReview'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Review'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReviewController_own: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Review'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReviewController_ofDoctor: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Review'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReviewController_ofUser: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ReviewsByUser'];
      };
    };
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Review'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReportController_own: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MedicalReport'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReportController_write: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['WriteReport'];
      };
    };
    responses: {
      201: {
        headers: {
          /** @description The address of the report. */
          Location?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MedicalReport'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReportController_one: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MedicalReport'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReportController_rewrite: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag that what is changed must still have. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RewriteReport'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MedicalReport'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It was changed meanwhile. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReportController_remove: {
    parameters: {
      query?: never;
      header?: {
        /** @description The ETag that what is changed must still have. */
        'If-Match'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Message'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It was changed meanwhile. */
      412: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DoctorReportController_ofAppointment: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        appointmentId: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MedicalReport'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ClientReportController_own: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['MedicalReport'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  JobStatsController_stats: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobStats'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  JobStatsController_history: {
    parameters: {
      query?: {
        /** @description The last 24 hours by the hour, or the last 7 dates of the clinic by the day. */
        period?: 'day' | 'week';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['HistoryBucket'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  BulkController_act: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path?: never;
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['BulkOrder'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['BulkOutcome'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description A search (`q`) finds more than 10,000 jobs: `search-too-wide`. */
      422: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  JobAdminController_list: {
    parameters: {
      query?: {
        /** @description The state; or `retries`, those that failed before and will be tried again. Lists of scheduled and enqueued jobs and of retries begin with the soonest due, all others with the newest. */
        state?: 'scheduled' | 'enqueued' | 'processing' | 'succeeded' | 'failed' | 'deleted' | 'awaiting' | 'retries';
        queue?: string;
        type?: string;
        key?: string;
        /** @description Exactly a job id, a key, a type, `name=value` of a tag, an appointment id or an e-mail address of a user. The newest come first. */
        q?: string;
        /** @description The first date, by the calendar of the clinic: of the due time in lists that are ordered by it, else of the creation. */
        from?: string;
        /** @description The last date, included. */
        to?: string;
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. Counting stops at 10,000: `10000+`. */
          'X-Total-Count'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  JobAdminController_find: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['JobDetail'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  JobAdminController_requeue: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JobAction'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It has not ended, its key is taken, or its deadline has passed. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  JobAdminController_cancel: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JobAction'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It has succeeded or was deleted. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  JobAdminController_runNow: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['JobAction'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Job'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not wait. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  QueueAdminController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Queue'][];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  QueueAdminController_pause: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['QueueAction'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Queue'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It is paused already: `queue-paused`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  QueueAdminController_resume: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['QueueAction'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Queue'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It is not paused: `queue-not-paused`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  QueueAdminController_edit: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        name: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['QueueEdit'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Queue'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecurringAdminController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecurringJob'][];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecurringAdminController_trigger: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecurringJobAction'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecurringJob'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Its last run has not ended: `recurring-job-open`; or this release has no such job: `recurring-job-unknown`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  RecurringAdminController_edit: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['RecurringJobEdit'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['RecurringJob'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  ServerAdminController_list: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Server'][];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AuditTrailController_list: {
    parameters: {
      query?: {
        /** @description The id of a user; `system`: nobody known. */
        who?: string;
        /** @description Such as `job.requeue`, or `job.requeue-refused`. */
        action?: string;
        /** @description `type:id`, such as `job:42` or `queue:mail`. */
        target?: string;
        /** @description The first date, by the calendar of the clinic. */
        from?: string;
        /** @description The last date, included. */
        to?: string;
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. Counting stops at 10,000: `10000+`. */
          'X-Total-Count'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['AuditEntry'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DeliveryAdminController_list: {
    parameters: {
      query?: {
        appointmentId?: string;
        state?: 'pending' | 'sending' | 'sent' | 'failed' | 'unknown' | 'skipped';
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. Counting stops at 10,000: `10000+`. */
          'X-Total-Count'?: string;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  DeliveryAdminController_resend: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['DeliveryAction'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Delivery'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It was sent: `delivery-sent`; it is still on its way: `delivery-open`; or it would not be sent: `delivery-superseded`, `delivery-opted-out`, `delivery-recipient-inactive`, `delivery-bad-address`. */
      409: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminUserController_list: {
    parameters: {
      query?: {
        limit?: number;
        cursor?: string;
        count?: 'true' | 'false';
      };
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          /** @description The next page, as rel="next"; absent on the last. */
          Link?: string;
          /** @description How many there are in all, if `count=true`. */
          'X-Total-Count'?: number;
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['User'][];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  AdminUserController_change: {
    parameters: {
      query?: never;
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['ChangeAccount'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ChangedUser'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  PersonalDataController_export: {
    parameters: {
      query: {
        /** @description Kept in the audit. */
        reason: string;
      };
      header?: never;
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['PersonalData'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  PersonalDataController_erase: {
    parameters: {
      query?: never;
      header?: {
        /** @description Sent again with the same key within 24 hours, the request is answered and not carried out again. */
        'Idempotency-Key'?: string;
      };
      path: {
        id: string;
      };
      cookie?: never;
    };
    requestBody: {
      content: {
        'application/json': components['schemas']['EraseUser'];
      };
    };
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['ErasedUser'];
        };
      };
      /** @description The input is not valid. */
      400: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description It does not exist, or is not yours. */
      404: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  FiguresController_now: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Figures'];
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HealthController_live: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Liveness'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  HealthController_ready: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/json': components['schemas']['Readiness'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
  MetricsController_read: {
    parameters: {
      query?: never;
      header?: never;
      path?: never;
      cookie?: never;
    };
    requestBody?: never;
    responses: {
      200: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'text/plain': string;
        };
      };
      /** @description There is no valid sign-in. */
      401: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description The role does not allow it. */
      403: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
      /** @description Any other problem. */
      default: {
        headers: {
          [name: string]: unknown;
        };
        content: {
          'application/problem+json': components['schemas']['Problem'];
        };
      };
    };
  };
}
